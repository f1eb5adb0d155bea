package io.github.emailotp.flow.first;

import io.github.emailotp.delivery.MailEvents;
import io.github.emailotp.flow.AccountThere;
import io.github.emailotp.flow.OneAtATime;
import io.github.emailotp.settings.FirstStepSettings;
import java.util.Optional;
import java.util.function.Predicate;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** The account of somebody who has proven an address that has none. */
final class NewAccount {

    private NewAccount() {}

    /** Whether an address that has no account may get one: an address must mean one account, and no other may have it for its user name. */
    static Predicate<String> possible(AuthenticationFlowContext context, FirstStepSettings settings) {
        KeycloakSession session = context.getSession();
        RealmModel realm = context.getRealm();
        return address -> settings.makesAccounts()
                && realm.isRegistrationAllowed()
                && realm.isLoginWithEmailAllowed()
                && !realm.isDuplicateEmailsAllowed()
                && session.users().getUserByUsername(realm, address) == null;
    }

    /**
     * Makes it. What else the realm wants to know of people, its required actions ask for.
     *
     * @param address as it was found to have no account, in this very request
     * @return empty if another request has made one, or is about to
     */
    static Optional<UserModel> make(AuthenticationFlowContext context, String address) {
        KeycloakSession session = context.getSession();
        RealmModel realm = context.getRealm();
        boolean mayBe = OneAtATime.mayMakeOne(address, session, realm)
                && AccountThere.with(address, session, realm).isEmpty();
        return mayBe ? Optional.of(made(context, address)) : Optional.empty();
    }

    private static UserModel made(AuthenticationFlowContext context, String address) {
        UserModel user = context.getSession().users().addUser(context.getRealm(), address);
        user.setEmail(address);
        user.setEnabled(true);
        context.getEvent()
                .clone()
                .event(EventType.REGISTER)
                .user(user)
                .detail(Details.REGISTER_METHOD, MailEvents.METHOD)
                .success();
        return user;
    }
}
