/** Browsers in which their owner is not asked for a code: each is a credential that people and administrators see, and a secret in its cookie. */
package io.github.emailotp.storage.trusted;
