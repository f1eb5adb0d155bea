/** What an administrator can set on the step. Each setting is declared once; the console's property and the parser derive from it. */
package io.github.emailotp.settings;
