/** What a domain is in ASCII: the same where mails are counted and where they are sent. Pure: imports {@code java.*} only. */
package io.github.emailotp.idna;
