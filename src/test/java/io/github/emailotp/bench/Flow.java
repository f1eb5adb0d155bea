package io.github.emailotp.bench;

/** A flow of the realm {@code bench}; each has a client of its own. */
enum Flow {
    PASSWORD_ONLY("password-only", "password only"),
    KEYCLOAKS_OTP("own-otp", "password, Keycloak's own OTP form"),
    WITHOUT_BUDGETS("without-budgets", "password, code without budgets"),
    WITH_BUDGETS("with-budgets", "password, code"),
    TRUSTED("trusted", "password, in a trusted browser"),
    PASSWORDLESS("passwordless", "address, code, no password");

    private final String client;
    private final String title;

    Flow(String client, String title) {
        this.client = client;
        this.title = title;
    }

    String client() {
        return client;
    }

    /** For tables. */
    String title() {
        return title;
    }

    /** Whether it begins with an address, and never asks for a password. */
    boolean hasNoPassword() {
        return this == PASSWORDLESS;
    }

    /** Whether a second page asks for a code. */
    boolean hasCode() {
        return this != PASSWORD_ONLY && this != TRUSTED;
    }
}
