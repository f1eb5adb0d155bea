package io.github.emailotp.server.named;

import io.github.emailotp.server.harness.TestRealm;

/** Where a name and a code are enough. */
enum Door {
    FIRST_STEP {
        @Override
        NamedRealm of(TestRealm realm) {
            return new PasswordlessRealm(realm);
        }
    },

    /** Keycloak's own step stands before ours, and tells by itself of accounts that are disabled or locked, and of two with one address. */
    ORGANIZATIONS {
        @Override
        NamedRealm of(TestRealm realm) {
            return new OrganizationsRealm(realm);
        }

        @Override
        boolean isOursAlone() {
            return false;
        }
    },

    RESET {
        @Override
        NamedRealm of(TestRealm realm) {
            return new ResetRealm(realm);
        }
    };

    abstract NamedRealm of(TestRealm realm);

    /** Whether Keycloak looks at no name there. */
    boolean isOursAlone() {
        return true;
    }

    /** Whether accounts that brute-force detection has locked get mails. */
    boolean opensToTheLocked() {
        return this == RESET;
    }
}
