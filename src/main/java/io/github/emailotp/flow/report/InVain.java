package io.github.emailotp.flow.report;

import org.keycloak.models.AbstractKeycloakTransaction;

/** What is done where a request comes to nothing: the cells do not follow its transaction. */
final class InVain extends AbstractKeycloakTransaction {

    private final Runnable undo;

    InVain(Runnable undo) {
        this.undo = undo;
    }

    @Override
    protected void commitImpl() {
        // It did not.
    }

    @Override
    protected void rollbackImpl() {
        undo.run();
    }
}
