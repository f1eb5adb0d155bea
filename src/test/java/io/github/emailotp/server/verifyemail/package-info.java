/** The required action "Verify Email by Code", in the place of Keycloak's own. */
package io.github.emailotp.server.verifyemail;
