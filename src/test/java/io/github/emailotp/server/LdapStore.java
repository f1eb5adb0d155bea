package io.github.emailotp.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldif.LDIFException;
import io.github.emailotp.server.harness.AdminApi;
import io.github.emailotp.server.harness.LdapServer;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An LDAP server in which Carol is, and the realm's store of it, which imports her as Keycloak does it by default. Each has a name and
 * addresses of its own: what is warned of once, and how many mails a mailbox gets.
 */
public final class LdapStore implements AutoCloseable {

    private static final String CAROL = "uid=carol," + LdapServer.BASE;
    private static final String PASSWORD = "carol's password";
    private static final AtomicInteger STORES = new AtomicInteger();

    private final TestRealm realm;
    private final AdminApi admin;
    private final String name = "people" + STORES.incrementAndGet();
    private final LdapServer ldap;
    private final String component;

    private LdapStore(TestRealm realm, String editMode, boolean imports, boolean registers) throws LDAPException {
        this.realm = realm;
        this.admin = realm.admin();
        ldap = LdapServer.start();
        addCarol();
        component = admin.create(
                realm.name() + "/components",
                Map.of(
                        "name",
                        name,
                        "providerId",
                        "ldap",
                        "providerType",
                        "org.keycloak.storage.UserStorageProvider",
                        "parentId",
                        admin.get(realm.name()).required("id").asText(),
                        "config",
                        settings(editMode, imports, registers)));
    }

    private void addCarol() throws LDAPException {
        try {
            ldap.entries()
                    .add(
                            "dn: " + CAROL,
                            "objectClass: inetOrgPerson",
                            "uid: carol",
                            "cn: Carol",
                            "sn: Smith",
                            "mail: " + address(),
                            "userPassword: " + PASSWORD);
        } catch (LDIFException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Keycloak changes nothing there. */
    public static LdapStore readOnly(TestRealm realm) throws LDAPException {
        return new LdapStore(realm, "READ_ONLY", true, false);
    }

    /** Keycloak writes there, passwords too. */
    public static LdapStore writable(TestRealm realm) throws LDAPException {
        return new LdapStore(realm, "WRITABLE", true, false);
    }

    /** The same, and whoever registers is there, too. */
    public static LdapStore ofRegistrations(TestRealm realm) throws LDAPException {
        return new LdapStore(realm, "WRITABLE", true, true);
    }

    /** Keycloak imports nobody: of what LDAP has no place for, it keeps nothing. */
    public static LdapStore notImported(TestRealm realm) throws LDAPException {
        return new LdapStore(realm, "WRITABLE", false, false);
    }

    private Map<String, List<String>> settings(String editMode, boolean imports, boolean registers) {
        return Map.ofEntries(
                Map.entry("enabled", List.of("true")),
                Map.entry("vendor", List.of("other")),
                Map.entry("editMode", List.of(editMode)),
                Map.entry("importEnabled", List.of(Boolean.toString(imports))),
                Map.entry("syncRegistrations", List.of(Boolean.toString(registers))),
                Map.entry("connectionUrl", List.of("ldap://localhost:" + ldap.port())),
                Map.entry("authType", List.of("none")),
                Map.entry("usersDn", List.of(LdapServer.BASE)),
                Map.entry("usernameLDAPAttribute", List.of("uid")),
                Map.entry("rdnLDAPAttribute", List.of("uid")),
                Map.entry("uuidLDAPAttribute", List.of("entryUUID")),
                Map.entry("userObjectClasses", List.of("inetOrgPerson")),
                Map.entry("cachePolicy", List.of("NO_CACHE")));
    }

    /** The store's name. */
    public String name() {
        return name;
    }

    /** Carol's address as she comes. */
    public String address() {
        return "carol@" + name + ".test";
    }

    /** The one that she moves to. */
    public String otherAddress() {
        return "carol@new." + name + ".test";
    }

    /** As she comes; Keycloak imports her, if it has not. */
    public TestUser carol() {
        String id = admin.get(realm.name() + "/users?exact=true&username=carol")
                .required(0)
                .required("id")
                .asText();
        return new TestUser(id, "carol", address(), PASSWORD);
    }

    public void moveCarol() throws LDAPException {
        setAddress(otherAddress());
    }

    public void setAddress(String address) throws LDAPException {
        ldap.entries().modify(CAROL, new Modification(ModificationType.REPLACE, "mail", address));
    }

    public void removeAddress() throws LDAPException {
        ldap.entries().modify(CAROL, new Modification(ModificationType.DELETE, "mail"));
    }

    public void setPassword(String password) throws LDAPException {
        ldap.entries().modify(CAROL, new Modification(ModificationType.REPLACE, "userPassword", password));
    }

    /** Whether Carol logs in with this one. */
    public boolean hasPassword(String password) throws LDAPException {
        return hasPassword("carol", password);
    }

    /** Whether whoever has this user name does. */
    public boolean hasPassword(String user, String password) throws LDAPException {
        return ldap.hasPassword("uid=" + user + "," + LdapServer.BASE, password);
    }

    public void deleteCarol() throws LDAPException {
        ldap.entries().delete(CAROL);
    }

    public void goAway() {
        ldap.goAway();
    }

    public void comeBack() throws LDAPException {
        ldap.comeBack();
    }

    /** From now on Keycloak takes the address from there each time, and not the first time only. */
    public void followChanges() {
        for (JsonNode mapper : admin.get(realm.name() + "/components?parent=" + component)) {
            if (mapper.required("name").asText().equals("email")) {
                ((ObjectNode) mapper.required("config"))
                        .putArray("always.read.value.from.ldap")
                        .add("true");
                admin.put(realm.name() + "/components/" + mapper.required("id").asText(), mapper);
            }
        }
    }

    /** From now on Keycloak takes the addresses there for verified. */
    public void trustAddresses() {
        String path = realm.name() + "/components/" + component;
        JsonNode store = admin.get(path);
        ((ObjectNode) store.required("config")).putArray("trustEmail").add("true");
        admin.put(path, store);
    }

    @Override
    public void close() {
        admin.delete(realm.name() + "/components/" + component);
        ldap.close();
    }
}
