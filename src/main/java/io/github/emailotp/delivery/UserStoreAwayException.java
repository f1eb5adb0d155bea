package io.github.emailotp.delivery;

/** The store of a user federation gives no answer about an account. */
final class UserStoreAwayException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    UserStoreAwayException(String message) {
        super(message);
    }
}
