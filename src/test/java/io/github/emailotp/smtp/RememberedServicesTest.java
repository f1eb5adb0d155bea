package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emailotp.server.mail.MailServer;
import jakarta.mail.util.StreamProvider;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.email.EmailException;

@DisplayName("Services that are looked for while a mail is sent")
class RememberedServicesTest {

    private final ClassLoader usual = getClass().getClassLoader();
    private final List<String> askedFor = new CopyOnWriteArrayList<>();
    private final ClassLoader parent = new ClassLoader(usual) {
        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            askedFor.add(name);
            return super.getResources(name);
        }
    };
    private final RememberedServices services = new RememberedServices(parent);

    @Test
    void areThoseOfTheParent() {
        assertThat(found(services)).isNotEmpty().isEqualTo(found(usual));
        assertThat(found(services)).as("from memory").isEqualTo(found(usual));
    }

    @Test
    void areReadOnce() {
        for (int i = 0; i < 100; i++) {
            found(services);
        }
        assertThat(askedFor).containsExactly("META-INF/services/" + StreamProvider.class.getName());
    }

    @Test
    void areLookedForAgainIfThereWereNone() {
        assertThat(ServiceLoader.load(Nobody.class, services)).isEmpty();
        assertThat(ServiceLoader.load(Nobody.class, services)).isEmpty();
        assertThat(askedFor).hasSize(2);
    }

    @Test
    void areAllThatIsRemembered() throws IOException {
        String manifest = "META-INF/MANIFEST.MF";
        assertThat(Collections.list(services.getResources(manifest)))
                .isEqualTo(Collections.list(usual.getResources(manifest)));
        services.getResources(manifest);
        assertThat(askedFor).containsExactly(manifest, manifest);
    }

    @Test
    void areRememberedOnlyDuringTheMail() throws EmailException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        RememberedServices.during(
                () -> assertThat(thread.getContextClassLoader()).isInstanceOf(RememberedServices.class));
        assertThat(thread.getContextClassLoader()).isSameAs(before);
        assertThatThrownBy(() -> RememberedServices.during(() -> {
                    throw new EmailException("refused");
                }))
                .isInstanceOf(EmailException.class);
        assertThat(thread.getContextClassLoader()).as("after a failure").isSameAs(before);
    }

    /** The first mail also initializes classes of Jakarta Mail, which look for a service on their own. */
    @Test
    void areNotLookedForElsewhereFromTheSecondMailOn() throws EmailException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (MailServer server = MailServer.plain();
                TestSender sender = new TestSender(TestSender.LIMITS)) {
            thread.setContextClassLoader(parent);
            send(sender, server);
            askedFor.clear();
            send(sender, server);
        } finally {
            thread.setContextClassLoader(before);
        }
        assertThat(askedFor).noneMatch(name -> name.startsWith("META-INF/services/"));
    }

    private static void send(TestSender sender, MailServer server) throws EmailException {
        var settings = new HashMap<>(server.smtpSettings());
        settings.put("fromDisplayName", "Schlüsseldienst");
        settings.put("replyTo", "hilfe@example.test");
        settings.put("replyToDisplayName", "Für Fragen");
        sender.provider().send(settings, "alice@example.test", "Subject", "Text", "<p>HTML</p>");
    }

    private static List<Class<?>> found(ClassLoader loader) {
        List<Class<?>> classes = new ArrayList<>();
        ServiceLoader.load(StreamProvider.class, loader).forEach(service -> classes.add(service.getClass()));
        return classes;
    }

    /** A service that nobody provides. */
    private interface Nobody {}
}
