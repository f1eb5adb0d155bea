package io.github.emailotp.storage;

import java.io.IOException;
import org.keycloak.util.JsonSerialization;

/** What stands in our credentials: JSON objects of plain fields. */
public final class CredentialText {

    private CredentialText() {}

    /** Of a record of plain fields. */
    public static String of(Object data) {
        try {
            return JsonSerialization.writeValueAsString(data);
        } catch (IOException e) {
            throw new IllegalStateException("plain fields can be written", e);
        }
    }
}
