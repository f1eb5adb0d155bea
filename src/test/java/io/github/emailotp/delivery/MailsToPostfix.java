package io.github.emailotp.delivery;

import io.github.emailotp.server.mail.real.Postfix;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** A Postfix for all tests of a class, behind which mails arrive. */
@Tag("real-mail-servers")
abstract class MailsToPostfix {

    static Postfix postfix;

    @BeforeAll
    static void start() {
        postfix = new Postfix();
    }

    @AfterAll
    static void stop() {
        postfix.close();
    }
}
