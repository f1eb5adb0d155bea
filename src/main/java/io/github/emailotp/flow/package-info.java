/**
 * The only package that sees a flow context. Helpers return a {@link io.github.emailotp.otp.Reply}; only an authenticator
 * ends a request.
 */
package io.github.emailotp.flow;
