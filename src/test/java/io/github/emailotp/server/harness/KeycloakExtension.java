package io.github.emailotp.server.harness;

import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.MailServer.Response;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a running Keycloak: {@code @ExtendWith(KeycloakExtension.class)}.
 *
 * <p>Constructors and methods can ask for the {@link KeycloakServer}, the {@link TestRealm}, the realm's {@link MailServer}
 * and all {@link MailServers}. There is one of each per test JVM: it starts with the first test class that uses it and ends
 * with the JVM's last test. After each test the mail servers are empty and willing, and the realm is as it was; a
 * test whose code or address got into the server's log fails.
 */
public final class KeycloakExtension implements BeforeAllCallback, AfterEachCallback, ParameterResolver {

    private static final Map<Class<?>, Function<TestBed, Object>> PARAMETERS = Map.of(
            KeycloakServer.class, TestBed::server,
            TestRealm.class, TestBed::realm,
            MailServer.class, bed -> bed.mail().plain(),
            MailServers.class, TestBed::mail);

    @Override
    public void beforeAll(ExtensionContext context) {
        testBed(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        var bed = testBed(context);
        try {
            LogSecrets.requireNone(bed.server().logFile(), bed.mail().all());
        } finally {
            bed.mail().all().forEach(server -> {
                server.respond(Response.ACCEPT);
                server.clear();
            });
            bed.realm().restore();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return PARAMETERS.containsKey(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return PARAMETERS.get(parameter.getParameter().getType()).apply(testBed(context));
    }

    private static TestBed testBed(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(KeycloakExtension.class))
                .getOrComputeIfAbsent(TestBed.class, type -> TestBed.start(), TestBed.class);
    }
}
