/**
 * The step "Verify existing account by Email code" of the flow of a first login through an identity provider: the owner of an account
 * links it by a code.
 */
package io.github.emailotp.flow.broker;
