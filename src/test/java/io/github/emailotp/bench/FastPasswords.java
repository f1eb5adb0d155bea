package io.github.emailotp.bench;

import io.github.emailotp.server.harness.TestBed;

/** Passwords that are hashed fast, so that what is not the password shows. */
final class FastPasswords {

    private static final String POLICY = "hashAlgorithm(pbkdf2-sha256) and hashIterations(1)";

    private FastPasswords() {}

    /** From now on users are made with such ones. */
    static void in(TestBed bed) {
        set(bed, POLICY);
    }

    /** From now on users are made with such as Keycloak hashes by default. */
    static void noMoreIn(TestBed bed) {
        set(bed, "");
    }

    private static void set(TestBed bed, String policy) {
        bed.realm().admin().updateRealm(bed.realm().name(), realm -> realm.put("passwordPolicy", policy));
    }
}
