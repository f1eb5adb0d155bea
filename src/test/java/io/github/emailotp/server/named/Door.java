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

    /** Keycloak itself knows no name of two accounts there, and shows an error. */
    ORGANIZATIONS {
        @Override
        NamedRealm of(TestRealm realm) {
            return new OrganizationsRealm(realm);
        }

        @Override
        boolean takesTwins() {
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

    /** Whether the name of two accounts is as any other. */
    boolean takesTwins() {
        return true;
    }

    /** Whether accounts that brute-force detection has locked get mails. */
    boolean opensToTheLocked() {
        return this == RESET;
    }
}
