package io.github.emailotp.bench;

import io.github.emailotp.server.harness.TestBed;

/** Passwords that are hashed fast, so that what is not the password shows. */
final class FastPasswords {

    private static final String POLICY = "hashAlgorithm(pbkdf2-sha256) and hashIterations(1)";

    private FastPasswords() {}

    /** From now on users are made with such ones. */
    static void in(TestBed bed) {
        bed.realm().admin().updateRealm(bed.realm().name(), realm -> realm.put("passwordPolicy", POLICY));
    }
}
