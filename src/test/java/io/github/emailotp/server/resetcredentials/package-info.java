/** The step "Reset by email code", on a real server. */
package io.github.emailotp.server.resetcredentials;
