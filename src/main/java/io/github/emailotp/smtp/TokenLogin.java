package io.github.emailotp.smtp;

import io.github.emailotp.smtp.SmtpFailure.Kind;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.Optional;
import org.keycloak.email.EmailException;
import org.keycloak.models.KeycloakSession;

/**
 * Logs in with an XOAUTH2 token through Keycloak's own {@code org.keycloak.email.TokenAuthEmailAuthenticator}, which fetches
 * the token, keeps it while it is valid, and fetches another one if the mail server refuses it.
 *
 * <p>The class is public since Keycloak 26.2 and absent before, and this is compiled against 26.0: hence method handles. Its
 * constructor and its one method have not changed since. Fetching tokens by own code would be the alternative, but then the
 * realm's settings would be honoured twice, and differently after the next release. It is an own instance, not the one of
 * Keycloak's default sender, which an administrator may have disabled.
 */
final class TokenLogin {

    private static final String AUTHENTICATOR = "org.keycloak.email.TokenAuthEmailAuthenticator";
    private static final MethodType CONNECT =
            MethodType.methodType(void.class, KeycloakSession.class, Map.class, Transport.class);

    private final Optional<MethodHandle> connect;

    /** Looks for Keycloak's class through this class loader. */
    TokenLogin(ClassLoader keycloak) {
        this.connect = find(keycloak);
    }

    /**
     * Connects with a token.
     *
     * @throws EmailException if there is no token, if the server refuses it, or if this Keycloak knows no tokens
     */
    void connect(KeycloakSession session, Map<String, String> config, Transport transport)
            throws MessagingException, EmailException {
        MethodHandle authenticator =
                connect.orElseThrow(() -> new PooledEmailException(SmtpFailure.of(Kind.BAD_CONFIGURATION)));
        try {
            authenticator.invoke(session, config, transport);
        } catch (EmailException | MessagingException | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            // Such as a linkage error, in a Keycloak whose class has changed: one mail fails, not its request.
            throw new IllegalStateException("the token login of this Keycloak cannot be used", e);
        }
    }

    private static Optional<MethodHandle> find(ClassLoader keycloak) {
        try {
            Class<?> type = Class.forName(AUTHENTICATOR, true, keycloak);
            Object authenticator = type.getConstructor().newInstance();
            return Optional.of(MethodHandles.publicLookup()
                    .findVirtual(type, "connect", CONNECT)
                    .bindTo(authenticator));
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }
}
