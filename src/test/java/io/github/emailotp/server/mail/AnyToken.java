package io.github.emailotp.server.mail;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.subethamail.smtp.AuthenticationHandler;
import org.subethamail.smtp.AuthenticationHandlerFactory;
import org.subethamail.smtp.MessageContext;

/**
 * The login XOAUTH2 (https://developers.google.com/gmail/imap/xoauth2-protocol), which lets every token in.
 *
 * @param logins is told what the client says of itself, with {@code |} in place of the control characters
 */
public record AnyToken(Consumer<String> logins) implements AuthenticationHandlerFactory {

    @Override
    public List<String> getAuthenticationMechanisms() {
        return List.of("XOAUTH2");
    }

    @Override
    public AuthenticationHandler create() {
        return new Handler();
    }

    /** Of one connection. */
    private final class Handler implements AuthenticationHandler {

        private String login = "";

        @Override
        public Optional<String> auth(String command, MessageContext context) {
            byte[] response = Base64.getDecoder().decode(command.substring(command.lastIndexOf(' ') + 1));
            login = new String(response, StandardCharsets.UTF_8).replace('\1', '|');
            logins.accept(login);
            return Optional.empty();
        }

        @Override
        public Object getIdentity() {
            return login;
        }
    }
}
