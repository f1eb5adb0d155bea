package io.github.emailotp.server.mail.real;

import io.github.emailotp.server.harness.FreePort;
import io.github.emailotp.server.mail.TokenEndpoint;
import java.util.HashMap;
import java.util.Map;

/** Dovecot's submission service for logins by token alone, before a mail server that takes its mails. */
public final class TokenSubmission implements AutoCloseable {

    private final Workplace workplace = new Workplace();
    private final int port = FreePort.any();

    /** Runs at once, and asks there whether tokens are good. */
    public TokenSubmission(TokenEndpoint tokens, Postfix postfix) {
        Dovecot.startForTokens(workplace, tokens.introspectionUrl(), port, postfix.port(Temper.PLAIN));
    }

    /** What a realm's {@code smtpServer} must hold to send through it with tokens from there. */
    public Map<String, String> settings(TokenEndpoint tokens) {
        Map<String, String> settings = new HashMap<>(Programs.settings(port));
        settings.put("auth", "true");
        settings.putAll(tokens.smtpSettings("secret"));
        return settings;
    }

    /** All that it has logged. */
    public String log() {
        return workplace.read("dovecot/log");
    }

    @Override
    public void close() {
        workplace.close();
    }
}
