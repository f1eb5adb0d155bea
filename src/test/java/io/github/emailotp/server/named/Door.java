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

    RESET {
        @Override
        NamedRealm of(TestRealm realm) {
            return new ResetRealm(realm);
        }
    };

    abstract NamedRealm of(TestRealm realm);

    /** Whether accounts that brute-force detection has locked get mails. */
    boolean opensToTheLocked() {
        return this == RESET;
    }
}
