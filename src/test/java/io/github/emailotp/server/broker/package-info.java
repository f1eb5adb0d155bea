/** The step "Verify existing account by Email code", in the flow of a first login through an identity provider. */
package io.github.emailotp.server.broker;
