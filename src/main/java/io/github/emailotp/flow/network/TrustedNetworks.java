package io.github.emailotp.flow.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The networks that an administrator trusts.
 *
 * @param blocks what could be read
 * @param unread what could not: nobody is there
 */
record TrustedNetworks(List<AddressBlock> blocks, List<String> unread) {

    /** The setting: Keycloak keeps the lines of the console with two number signs between. */
    static final String SETTING = "networks";

    private static final Pattern BETWEEN = Pattern.compile("##|[,;\\s]+");

    TrustedNetworks {
        blocks = List.copyOf(blocks);
        unread = List.copyOf(unread);
    }

    /** Those of what is stored; none where nothing is. */
    static TrustedNetworks of(Map<String, String> stored) {
        List<AddressBlock> blocks = new ArrayList<>();
        List<String> unread = new ArrayList<>();
        for (String written : BETWEEN.split(stored.getOrDefault(SETTING, ""), -1)) {
            Optional<AddressBlock> block = AddressBlock.read(written);
            block.ifPresent(blocks::add);
            if (block.isEmpty() && !written.isEmpty()) {
                unread.add(written);
            }
        }
        return new TrustedNetworks(blocks, unread);
    }

    /** Whether this address is in one of them; one that cannot be read is in none. */
    boolean hold(String address) {
        return blocks.stream().anyMatch(block -> block.holds(address));
    }
}
