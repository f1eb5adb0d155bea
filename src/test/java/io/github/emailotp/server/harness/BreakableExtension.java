package io.github.emailotp.server.harness;

/**
 * Gives tests a server with a cache that can be broken: {@code @ExtendWith(BreakableExtension.class)}. Constructors and
 * methods can ask for the {@link BreakableKeycloak}, and for all that {@link TestBedExtension} gives; after each test, the
 * cache is whole.
 */
public final class BreakableExtension extends TestBedExtension<BreakableKeycloak> {

    /** For JUnit. */
    public BreakableExtension() {
        super(BreakableKeycloak.class, BreakableKeycloak::start);
    }
}
