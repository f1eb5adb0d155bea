/** "It was not me", on a real server. */
package io.github.emailotp.server.report;
