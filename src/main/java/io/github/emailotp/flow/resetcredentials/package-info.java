/**
 * The step "Reset by email code": whose password it is, and the code that proves it, in one, in the place of the steps that choose a user
 * and mail a link. It tells nobody who has an account, and before the right code nobody is the login's user.
 */
package io.github.emailotp.flow.resetcredentials;
