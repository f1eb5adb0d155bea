/** The small endpoint that an open page asks how far its mail has got. */
package io.github.emailotp.flow.sending;
