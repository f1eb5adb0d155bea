package io.github.emailotp.flow.registration;

import io.github.emailotp.flow.AccountThere;
import io.github.emailotp.flow.OneAtATime;
import io.github.emailotp.flow.VerifiedAddress;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.AuthenticationFlowException;
import org.keycloak.authentication.FormAction;
import org.keycloak.authentication.FormContext;
import org.keycloak.authentication.ValidationContext;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserModel.RequiredAction;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.services.messages.Messages;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The action "Address proven by Email code" of a registration form: the account gets the address that the step before has proven, and no
 * other, and it is verified. Without the step before it, it lets nobody register.
 */
final class ProvenAddressAction implements FormAction {

    private static final String FIELD = UserModel.EMAIL;
    private static final String NAME = UserModel.USERNAME;

    private final Turn turn;

    /** One that lets one request at a time make an account with an address. */
    ProvenAddressAction() {
        this(OneAtATime::mayMakeOne);
    }

    /** With who says whether it is a request's turn. */
    ProvenAddressAction(Turn turn) {
        this.turn = turn;
    }

    /** Whether a request may make an account with an address now. */
    @FunctionalInterface
    interface Turn {
        boolean isOf(String address, KeycloakSession session, RealmModel realm);
    }

    /** Unless the form has just been posted, and shows what was typed. */
    @Override
    public void buildPage(FormContext context, LoginFormsProvider form) {
        FormDetour.of(context).ifPresent(page -> {
            throw new WebApplicationException(Response.seeOther(page).build());
        });
        boolean isPosted = context.getHttpRequest().getHttpMethod().equals(HttpMethod.POST)
                && context.getHttpRequest().getDecodedFormParameters().containsKey(FIELD);
        if (!isPosted) {
            ProvenAddress.of(context.getAuthenticationSession()).ifPresent(proven -> {
                MultivaluedMap<String, String> fields = new MultivaluedHashMap<>();
                fields.add(FIELD, proven.text());
                form.setFormData(fields);
            });
        }
    }

    @Override
    public void validate(ValidationContext context) {
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        Optional<ProvenAddress> proven = ProvenAddress.of(context.getAuthenticationSession());
        forgetTheName(context.getAuthenticationSession());
        if (proven.isEmpty()) {
            refuseWithNothingElse(context, new FormMessage("emailOtpNothingProven"));
        } else if (!proven.get().isThat(form.getFirst(FIELD)) || isOtherAddress(form.getFirst(NAME), proven.get())) {
            refuseWithNothingElse(
                    context,
                    new FormMessage(null, "emailOtpNotProven", proven.get().text()));
        } else if (!mayHaveAnAccount(proven.get().text(), context.getSession(), context.getRealm())) {
            refuse(context, Errors.EMAIL_IN_USE, new FormMessage(FIELD, Messages.EMAIL_EXISTS));
        } else {
            context.success();
        }
    }

    private boolean mayHaveAnAccount(String address, KeycloakSession session, RealmModel realm) {
        return turn.isOf(address, session, realm)
                && AccountThere.with(address, session, realm).isEmpty();
    }

    /** A name may have been typed in another flow of this login: Keycloak counts what is wrong in the form as a failure of that account. */
    private static void forgetTheName(AuthenticationSessionModel login) {
        login.removeAuthNote(AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME);
    }

    /** Keycloak looks for accounts by what is typed as a user name, too. */
    private static boolean isOtherAddress(String name, ProvenAddress proven) {
        return name != null && name.contains("@") && !proven.isThat(name);
    }

    /**
     * Without what the other actions have found: Keycloak's own tells that another address has an account. It takes the first message of each
     * field, so this one is of none.
     */
    private static void refuseWithNothingElse(ValidationContext context, FormMessage message) {
        context.excludeOtherErrors();
        refuse(context, Errors.INVALID_EMAIL, message);
    }

    private static void refuse(ValidationContext context, String error, FormMessage message) {
        context.error(error);
        context.validationError(context.getHttpRequest().getDecodedFormParameters(), List.of(message));
    }

    /** The account is made by now. What was posted is looked at no more: what counts is what the account has. */
    @Override
    public void success(FormContext context) {
        UserModel user = context.getUser();
        boolean isProven = ProvenAddress.take(context.getAuthenticationSession())
                .filter(address -> user != null && address.isThat(user.getEmail()))
                .isPresent();
        if (!isProven) {
            throw refusal(context);
        }
        VerifiedAddress.keep(user);
        context.getAuthenticationSession().removeRequiredAction(RequiredAction.VERIFY_EMAIL);
        context.getEvent()
                .clone()
                .event(EventType.VERIFY_EMAIL)
                .user(user)
                .detail(Details.EMAIL, user.getEmail())
                .success();
    }

    /** And no account: Keycloak shows the error, and would keep what was made until now. */
    private static AuthenticationFlowException refusal(FormContext context) {
        context.getSession().getTransactionManager().setRollbackOnly();
        return new AuthenticationFlowException(
                "the action that proves the address must stand below the one that makes the account",
                AuthenticationFlowError.INTERNAL_ERROR);
    }

    @Override
    public boolean requiresUser() {
        return false;
    }

    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return true;
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
        // There is nothing to set up.
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
