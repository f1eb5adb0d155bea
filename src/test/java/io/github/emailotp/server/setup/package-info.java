/**
 * The set-ups of {@code docs/flows.md}, right and wrong ones, each built as the text says and attacked by people with and
 * without an app, an address and a passkey.
 */
package io.github.emailotp.server.setup;
