/** Mail servers as people run them, from Debian's packages, on free loopback ports and in folders of their own. For root. */
package io.github.emailotp.server.mail.real;
