package io.github.emailotp.settings;

import io.github.emailotp.settings.EmailOtpSettings.Factor;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.RealmModel;

/**
 * Reads the settings that a step has stored once, and logs each warning about them once per server start, rather than at every
 * login. Thread-safe.
 */
public final class StoredSettings {

    private static final Logger LOG = Logger.getLogger(StoredSettings.class);

    /** More steps than a server has, mostly. */
    private static final int MOST_READ = 1_000;

    private final Factor factor;
    private final SingleWarnings warnings = new SingleWarnings(LOG);
    private final Map<Stored, EmailOtpSettings> read = new ConcurrentHashMap<>();

    /** What was read, and where the warnings about it say that it is. */
    private record Stored(String realm, String alias, Map<String, String> settings) {}

    /** Those of steps whose codes are such a factor. */
    public StoredSettings(Factor factor) {
        this.factor = factor;
    }

    /**
     * The settings of one step.
     *
     * @param config what is stored; null if the step was saved without any, as Keycloak has it
     */
    public EmailOtpSettings of(RealmModel realm, AuthenticatorConfigModel config) {
        return of(realm, alias(config), config == null ? null : config.getConfig());
    }

    /**
     * What a step has beside the settings of its codes.
     *
     * @param config what is stored; null if the step was saved without any, as Keycloak has it
     * @param reader reads it, and takes what takes each warning
     */
    public <T> T of(
            RealmModel realm,
            AuthenticatorConfigModel config,
            BiFunction<Map<String, String>, Consumer<String>, T> reader) {
        Map<String, String> stored = config == null || config.getConfig() == null ? Map.of() : config.getConfig();
        return reader.apply(stored, warning -> warnOnce(realm, alias(config), warning));
    }

    private static String alias(AuthenticatorConfigModel config) {
        return config == null || config.getAlias() == null ? "" : config.getAlias();
    }

    /**
     * The settings under a name.
     *
     * @param alias what the administrator calls them; may be empty
     * @param stored null if there are none, as Keycloak has it
     */
    public EmailOtpSettings of(RealmModel realm, String alias, Map<String, String> stored) {
        if (read.size() >= MOST_READ) {
            read.clear();
        }
        // Keycloak's map may change under the hand.
        Map<String, String> settings = stored == null ? Map.of() : new HashMap<>(stored);
        return read.computeIfAbsent(
                new Stored(realm.getName(), alias, settings),
                any -> EmailOtpSettings.read(factor, settings, warning -> warnOnce(realm, alias, warning)));
    }

    private void warnOnce(RealmModel realm, String alias, String warning) {
        String name = alias.isEmpty() ? "" : " \"" + alias + "\"";
        warnings.give("Settings" + name + " of the email code step in realm " + realm.getName() + ": " + warning);
    }
}
