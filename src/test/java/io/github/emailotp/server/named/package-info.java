/** Whatever asks for a name and a code and nothing else, on a real server: it tells nobody who has an account. */
package io.github.emailotp.server.named;
