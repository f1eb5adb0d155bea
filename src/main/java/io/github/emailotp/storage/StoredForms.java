package io.github.emailotp.storage;

import java.util.Map;
import org.keycloak.compatibility.CompatibilityMetadataProvider;

/**
 * The number of the forms in which challenges, claims, locks and cookies are stored. Servers that know different forms count apart,
 * each for itself, so {@code kc.sh update-compatibility check}, and with it Keycloak's Operator, lets them run side by side only if
 * their numbers are the same.
 *
 * <p>Keycloak 26.0 and 26.1 do not ask for it.
 */
public final class StoredForms implements CompatibilityMetadataProvider {

    /** Another one with every form that changes: {@code StoredFormsTest} holds them. */
    static final int NUMBER = 1;

    private static final String ID = "email-otp";
    private static final String FORMS = "stored-forms";

    @Override
    public Map<String, String> metadata() {
        return Map.of(FORMS, Integer.toString(NUMBER));
    }

    @Override
    public String getId() {
        return ID;
    }
}
