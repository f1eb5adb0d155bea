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
 * Gives tests a {@link TestBed} around one kind of Keycloak.
 *
 * <p>Constructors and methods can ask for the Keycloak, the {@link TestRealm}, the realm's {@link MailServer} and all
 * {@link MailServers}. There is one of each per test JVM and kind: it starts with the first test class that uses it and
 * ends with the JVM's last test. After each test the mail servers are empty and willing, and Keycloak and the realm are as
 * they were; a test whose code or address got into a server's log fails.
 */
abstract class TestBedExtension<K extends Keycloak> implements BeforeAllCallback, AfterEachCallback, ParameterResolver {

    private static final String REALM = "/test-realm.json";

    private final Function<ServerSetup, K> starter;
    private final Map<Class<?>, Function<TestBed, Object>> parameters;

    TestBedExtension(Class<K> kind, Function<ServerSetup, K> starter) {
        this.starter = starter;
        this.parameters = Map.of(
                kind,
                TestBed::keycloak,
                TestRealm.class,
                TestBed::realm,
                MailServer.class,
                bed -> bed.mail().plain(),
                MailServers.class,
                TestBed::mail);
    }

    @Override
    public final void beforeAll(ExtensionContext context) {
        testBed(context);
    }

    @Override
    public final void afterEach(ExtensionContext context) {
        var bed = testBed(context);
        try {
            LogSecrets.requireNone(bed.keycloak().logFiles(), bed.mail().all());
        } finally {
            bed.mail().all().forEach(server -> server.respond(Response.ACCEPT));
            bed.keycloak().restore();
            bed.realm().restore();
            bed.keycloak().awaitEmptyOutbox();
            bed.mail().all().forEach(MailServer::clear);
        }
    }

    @Override
    public final boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameters.containsKey(parameter.getParameter().getType());
    }

    @Override
    public final Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameters.get(parameter.getParameter().getType()).apply(testBed(context));
    }

    private TestBed testBed(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(TestBedExtension.class))
                .getOrComputeIfAbsent(getClass(), type -> TestBed.start(starter, REALM), TestBed.class);
    }
}
