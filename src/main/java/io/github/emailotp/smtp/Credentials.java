package io.github.emailotp.smtp;

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

    @Override
    public String toString() {
        return "Credentials";
    }
}
