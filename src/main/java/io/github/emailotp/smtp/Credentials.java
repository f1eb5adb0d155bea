package io.github.emailotp.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;

/**
 * What is told to a mail server for one login.
 *
 * @param user the user's name
 * @param secret the password, or the token
 */
record Credentials(String user, String secret) {

    Credentials {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(secret, "secret");
    }

    /** What XOAUTH2 says, the secret being the token, as Google and Microsoft describe it; in Base64. */
    String xoauth2() {
        String said = "user=" + user + "\1auth=Bearer " + secret + "\1\1";
        return Base64.getEncoder().encodeToString(said.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "Credentials";
    }
}
