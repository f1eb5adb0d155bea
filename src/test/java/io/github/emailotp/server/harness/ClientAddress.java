package io.github.emailotp.server.harness;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * IP addresses for clients, each of its own, since the mails for one client are limited. The server believes the header
 * {@code X-Forwarded-For}, as it does behind a proxy.
 */
final class ClientAddress {

    private static final AtomicInteger GIVEN = new AtomicInteger();

    private ClientAddress() {}

    /** An address of a private network: from any other, Keycloak wants its master realm to be asked over TLS. */
    static String next() {
        int number = GIVEN.incrementAndGet();
        return "10.18." + (number >> 8 & 255) + "." + (number & 255);
    }
}
