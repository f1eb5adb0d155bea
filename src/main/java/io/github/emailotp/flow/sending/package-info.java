/** What an open page is told of how far its mail has got. */
package io.github.emailotp.flow.sending;
