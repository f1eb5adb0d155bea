/** The required action "Verify Email by Code": an address is verified in the browser that asked, by a code instead of a link. */
package io.github.emailotp.flow.verifyemail;
