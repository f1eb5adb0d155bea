package io.github.emailotp.smtp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.keycloak.Config;
import org.keycloak.email.DefaultEmailSenderProvider;
import org.keycloak.email.EmailSenderProvider;
import org.keycloak.models.KeycloakSession;

/** Keycloak's own mail sender, the one of the oldest supported version and the one of the newest. */
enum KeycloaksOwnSender {
    OLDEST {
        @Override
        EmailSenderProvider of(KeycloakSession session) {
            return new DefaultEmailSenderProvider(session);
        }
    },
    NEWEST {
        @Override
        EmailSenderProvider of(KeycloakSession session) {
            try {
                Class<?> factoryType =
                        Class.forName("org.keycloak.email.DefaultEmailSenderProviderFactory", true, newestClasses());
                Object factory = factoryType.getConstructor().newInstance();
                factoryType.getMethod("init", Config.Scope.class).invoke(factory, new MapScope(Map.of()));
                return (EmailSenderProvider)
                        factoryType.getMethod("create", KeycloakSession.class).invoke(factory, session);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    };

    private static final ClassLoader NEWEST_CLASSES = new Newest();

    abstract EmailSenderProvider of(KeycloakSession session);

    /** The newest version's sender and what belongs to it, over the oldest version's everything else. */
    static ClassLoader newestClasses() {
        return NEWEST_CLASSES;
    }

    private static final class Newest extends URLClassLoader {

        private static final Pattern OWN = Pattern.compile("org\\.keycloak\\.(?:"
                + "email\\.(?:Default|EmailAuthenticator|PasswordAuth|TokenAuth).*"
                + "|utils\\.SMTPUtil|truststore\\.JSSETruststoreConfigurator|http\\.simple\\..*)");

        Newest() {
            super(
                    new URL[] {jar("keycloak-services"), jar("keycloak-server-spi-private")},
                    KeycloaksOwnSender.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!OWN.matcher(name).matches()) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }

        private static URL jar(String artifact) {
            try {
                Path jar = Path.of(System.getProperty("emailotp.newest"), artifact + ".jar");
                return jar.toRealPath().toUri().toURL();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
