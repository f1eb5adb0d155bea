package io.github.emailotp.server.setup;

import io.github.emailotp.server.harness.FlowEditor;
import java.util.List;

/** When the realm was made: its flows stay as they were, also after an upgrade. */
enum RealmAge {
    MADE_NOW {
        @Override
        void on(FlowEditor copy) {
            // It is as Keycloak makes it.
        }
    },

    MADE_ON_26_0 {
        @Override
        void on(FlowEditor copy) {
            copy.require("auth-otp-form", "REQUIRED");
            List.of("conditional-credential", "webauthn-authenticator", "auth-recovery-authn-code-form").stream()
                    .filter(copy::has)
                    .forEach(copy::deleteStep);
        }
    };

    /** Makes of a copy of the browser flow what it would be in a realm of this age. */
    abstract void on(FlowEditor copy);
}
