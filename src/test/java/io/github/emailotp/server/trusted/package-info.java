/** Browsers in which their owner is not asked for a code. */
package io.github.emailotp.server.trusted;
