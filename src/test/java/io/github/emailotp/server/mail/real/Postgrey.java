package io.github.emailotp.server.mail.real;

import io.github.emailotp.server.harness.FreePort;

/** Greylisting for Postfix. */
final class Postgrey {

    /** How long a new sender of a mail is told to come back later. */
    static final int DELAY_SECONDS = 8;

    private Postgrey() {}

    /** Starts it; answers its port. */
    static int in(Workplace workplace) {
        int port = FreePort.any();
        workplace.openFolder("grey");
        workplace.start(
                "postgrey",
                "--inet=127.0.0.1:" + port,
                "--delay=" + DELAY_SECONDS,
                "--dbdir=" + workplace.path("grey"),
                "--auto-whitelist-clients=0");
        workplace.await(port);
        return port;
    }
}
