/**
 * The step "Email code as the first step": who somebody is, and the code that proves it, in one. It tells nobody who has an account: whatever
 * name is typed, the course is the same.
 */
package io.github.emailotp.flow.first;
