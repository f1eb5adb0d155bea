package io.github.emailotp.bench.server;

import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.Purpose;
import java.util.UUID;

/**
 * Somebody who logs in, as far as claims see it.
 *
 * @param number makes a user, an address and a client network that no other has
 */
record Person(String realm, int number) {

    String user() {
        return new UUID(0, number).toString();
    }

    Binding binding() {
        return new Binding(realm, user(), "user" + number + "@example.test", Purpose.LOGIN, "session." + number);
    }

    /** The address of the browser. */
    String client() {
        return "10." + (number >> 16 & 255) + "." + (number >> 8 & 255) + "." + (number & 255);
    }
}
