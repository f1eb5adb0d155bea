/** What the extension answers under {@code /realms/<realm>/email-otp}, beside the pages of logins. */
package io.github.emailotp.flow.endpoint;
