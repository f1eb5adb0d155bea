package io.github.emailotp.smtp;

import java.util.Map;
import java.util.Set;
import org.keycloak.Config;

/** Provider configuration from a map. */
record MapScope(Map<String, String> values) implements Config.Scope {

    @Override
    public String get(String key) {
        return values.get(key);
    }

    @Override
    public String get(String key, String defaultValue) {
        return values.getOrDefault(key, defaultValue);
    }

    @Override
    public String[] getArray(String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Integer getInt(String key) {
        throw new UnsupportedOperationException("fails at what is no number");
    }

    @Override
    public Integer getInt(String key, Integer defaultValue) {
        throw new UnsupportedOperationException("fails at what is no number");
    }

    @Override
    public Long getLong(String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Long getLong(String key, Long defaultValue) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Boolean getBoolean(String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Boolean getBoolean(String key, Boolean defaultValue) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Config.Scope scope(String... path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<String> getPropertyNames() {
        return values.keySet();
    }
}
