package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.MailTemplates;
import io.github.emailotp.server.harness.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.interactions.Actions;

/** The HTML part as a mail program with Chromium's engine shows it; there is no server. */
@DisplayName("In a browser, the mail with the code")
class CodeMailInBrowserIT {

    private static final String MIDDLE_OF_A_CHARACTER =
            "const range = document.createRange(); const { firstChild: code } = document.querySelector('.eo-code');"
                    + "range.setStart(code, arguments[0]); range.setEnd(code, arguments[0] + 1);"
                    + "const { x, y, width, height } = range.getBoundingClientRect();"
                    + "return [Math.round(x + width / 2), Math.round(y + height / 2)]";

    private final Browser browser = Browser.open();

    @AfterEach
    void closeBrowser() {
        browser.close();
    }

    @Test
    void givesTheWholeCodeToADoubleClickAnywhereOnIt(@TempDir Path folder) throws IOException {
        for (String code : List.of("73914620", "K7WX2RMP")) {
            Path mail = folder.resolve(code + ".html");
            Files.writeString(mail, MailTemplates.in("en").html(code));
            browser.open(mail.toUri().toString());
            for (int character = 0; character < code.length(); character++) {
                doubleClick(character);
                assertThat(selected()).isEqualTo(code);
            }
        }
    }

    private void doubleClick(int character) {
        browser.driver().executeScript("getSelection().removeAllRanges()");
        List<?> place = (List<?>) browser.driver().executeScript(MIDDLE_OF_A_CHARACTER, character);
        new Actions(browser.driver())
                .moveToLocation(((Number) place.get(0)).intValue(), ((Number) place.get(1)).intValue())
                .doubleClick()
                .perform();
    }

    private String selected() {
        return (String) browser.driver().executeScript("return getSelection().toString()");
    }
}
