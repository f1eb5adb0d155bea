/** The step "Email code as the first step", on a real server. */
package io.github.emailotp.server.first;
