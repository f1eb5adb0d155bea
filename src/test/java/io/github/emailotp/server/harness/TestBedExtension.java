package io.github.emailotp.server.harness;

import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.MailServer.Response;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link TestBed} around one kind of Keycloak.
 *
 * <p>Constructors and methods can ask for the Keycloak, the {@link TestRealm}, the realm's {@link MailServer} and all
 * {@link MailServers}. There is one of each per test JVM and kind: it starts with the first test class that uses it and
 * ends with the JVM. After each test the mail servers are empty and willing, and Keycloak and the realm are as
 * they were; a test whose code or address got into a server's log fails.
 */
abstract class TestBedExtension<K extends Keycloak> implements BeforeAllCallback, AfterEachCallback, ParameterResolver {

    private static final String REALM = "/test-realm.json";

    /**
     * Not in JUnit's store: where there are several JVMs, Surefire runs class by class, and each run has a store of its own.
     */
    private static final Map<Class<?>, TestBed> BEDS = new ConcurrentHashMap<>();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> BEDS.values().forEach(TestBed::close), "close-test-beds"));
    }

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
        testBed();
    }

    @Override
    public final void afterEach(ExtensionContext context) {
        var bed = testBed();
        context.getExecutionException()
                .ifPresent(failure -> bed.keycloak().logFiles().forEach(LogTail::print));
        try {
            LogSecrets.requireNone(bed.keycloak().logFiles(), bed.mail().all());
        } finally {
            bed.mail().all().forEach(server -> server.respond(Response.ACCEPT));
            bed.mail().all().forEach(server -> server.delay(Duration.ZERO));
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
        return parameters.get(parameter.getParameter().getType()).apply(testBed());
    }

    private TestBed testBed() {
        return BEDS.computeIfAbsent(getClass(), kind -> TestBed.start(starter, REALM));
    }
}
