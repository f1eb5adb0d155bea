/** The condition on networks, on a real server. */
package io.github.emailotp.server.network;
