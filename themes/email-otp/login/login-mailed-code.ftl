<#--
  The page that asks for the code. Its model is the map `emailOtp`; what the form posts (`oneTimeCode`, `resend`) and the ids of
  the elements are a contract with themes and tests. `emailOtp.state` is one of a closed list (PageState, docs/page.md), and each has
  one branch below. Nothing here moves: all that comes and goes is below the field, in a place that is kept.

  The markup uses the class names of whatever theme the realm has chosen. The class names for keycloak.v2's fields exist
  there only; `v2` says whether this theme descends from it.
-->
<#import "template.ftl" as layout>

<#assign text = emailOtp.text>
<#assign v2 = properties.kcFormActionGroupClass??>
<#assign asked = ["asking", "paused"]?seq_contains(emailOtp.state)>
<#assign titles = ["emailOtpTitle", "emailOtpTitleNoCode"]>
<#assign heading = text(titles[asked?then(0, 1)])>
<#-- No `(a.b)!c` where a may be missing: on each such page FreeMarker makes an exception, for some per cent of its time. -->
<#assign failed = emailOtp.told?? && emailOtp.told.error>
<#--
  We set no message; Keycloak says in one that it has dropped what was posted by a page that was out of date. One of two posts at the
  same time can take the other's text away.
-->
<#assign keycloaks = message?has_content?then(message.summary!, "")>
<#assign buttonClass = v2?then("", properties.kcButtonClass!)>
<#assign primaryClass = [buttonClass, properties.kcButtonPrimaryClass!, properties.kcButtonBlockClass!, v2?then("", properties.kcButtonLargeClass!)]?join(" ")>
<#assign secondaryClass = [buttonClass, v2?then(properties.kcButtonLinkClass!, properties.kcButtonDefaultClass!), properties.kcButtonBlockClass!, v2?then("", properties.kcButtonLargeClass!)]?join(" ")>

<#--
  In a step-up, to start the login again would end the session that people have: another try at one step is no reason. This goes
  for the layout's link beside the user's name, too, so `url` is another for the whole page. Keycloak makes the same link, which leaves the session alone, for
  its script; it is made once, which takes its time.
-->
<#assign restartUrl = url.ssoLoginInOtherTabsUrl>
<#global url = url + {"loginRestartFlowUrl": restartUrl, "ssoLoginInOtherTabsUrl": restartUrl}>

<#--
  People leave this page for their mailbox and come back: its tab should say what it waits for.
  (Up to 26.5 Keycloak's template makes the title itself; there this has no effect.)
-->
<#if title?has_content>
    <#global title = heading + " – " + title>
</#if>

<#-- A sentence with markup in place of its last argument, wherever that stands: the message is formatted with a mark and cut there. -->
<#macro sentence key arguments=[]>
    <#list text(key, arguments + ["{mark}"])?split("{mark}") as part>${part}<#sep><#nested></#sep></#list><#t>
</#macro>

<#function hasOtherWay>
    <#return auth?has_content && auth.showTryAnotherWayLink()>
</#function>

<#-- What is said where it would be no help to speak of another way. -->
<#assign alone = {
    "emailOtpService": "emailOtpServiceAlone",
    "emailOtpDisabled": "emailOtpDisabledAlone",
    "emailOtpUnreachable": "emailOtpUnreachableAlone"
}>

<#--
  What the state has to say: its arguments are known, a number chooses the text and comes first, a wait comes last. The script counts the wait
  down, as it does on the button.
-->
<#macro told>
    <#local said = emailOtp.told>
    <#local key = said.key>
    <#if alone[key]?? && !hasOtherWay()>
        <#local key = alone[key]>
    </#if>
    <#local arguments = said.arguments>
    <#if said.count??>
        ${emailOtp.counted(key, said.count?c, arguments[0]!"")}<#t>
    <#elseif said.waitSeconds??>
        <#-- Most looks need no words for numbers: they are fetched where they are needed. -->
        <#import "mailed-code-words.ftl" as words>
        <@sentence key arguments><span data-left="${said.waitSeconds?c}">${words.wait(said.waitSeconds)}</span></@sentence><#t>
    <#else>
        ${text(key, arguments)}<#t>
    </#if>
</#macro>

<#-- Between two, a line break: it is seen in text browsers only. -->
<#macro actions>
    <div id="email-otp-buttons" class="${properties.kcFormGroupClass!}">
        <div class="email-otp-actions ${v2?then("", properties.kcFormButtonsClass!)}">
            <#nested>
            <@cancelButton />
        </div>
    </div>
</#macro>

<#-- Buttons are enabled as delivered, for pages without scripts: the server keeps the waits in any case. -->
<#macro continueButton>
    <button id="kc-login" class="${primaryClass}" type="submit" name="login" value="true"
            data-wait="${emailOtp.answersInSeconds?c}"
            data-wait-text="${text("emailOtpSubmitIn", "{0}")}">${text("emailOtpSubmit")}</button>
</#macro>

<#macro resendButton class>
    <button id="email-otp-resend" class="${class}" type="submit" name="resend" value="true" formnovalidate
            data-wait="${emailOtp.resendInSeconds?c}"
            data-wait-text="${text("emailOtpResendIn", "{0}")}">${text("emailOtpResend")}</button>
</#macro>

<#-- Keycloak's own link for it needs scripts in its older themes. -->
<#macro otherWayButton>
    <button id="email-otp-other-way" class="${primaryClass}" type="submit" name="tryAnotherWay" value="on" formnovalidate>${msg("doTryAnotherWay")}</button>
</#macro>

<#-- Of an action that an application has asked for. -->
<#macro cancelButton>
    <#if isAppInitiatedAction??>
        <br>
        <button id="email-otp-cancel" class="${secondaryClass}" type="submit" name="cancel-aia" value="true" formnovalidate>${msg("doCancel")}</button>
    </#if>
</#macro>

<#macro restartLink class>
    <a id="email-otp-restart" class="${class}" href="${emailOtp.restartUrl!url.loginRestartFlowUrl}">${text("emailOtpRestart")}</a>
</#macro>

<#-- Before the right code, no name stands on top of the page, beside which Keycloak has its link to begin again. -->
<#macro otherNameLink>
    <#if emailOtp.otherNameUrl??>
        <br>
        <a id="email-otp-other-name" class="${secondaryClass}" href="${emailOtp.otherNameUrl}">${text(emailOtp.otherNameText)}</a>
    </#if>
</#macro>

<#macro codeField>
    <div class="${properties.kcFormGroupClass!}">
        <div class="${v2?then(properties.kcFormGroupLabelClass!, properties.kcLabelWrapperClass!)}">
            <label for="oneTimeCode" class="${properties.kcLabelClass!}">
                <span id="email-otp-label" class="${v2?then(properties.kcFormLabelTextClass!properties.kcFormGroupLabelTextClass!, "")}">${(emailOtp.ordinal > 1)?then(text("emailOtpLabelOf", emailOtp.ordinal), text("emailOtpLabel"))}</span>
            </label>
        </div>
        <div class="${v2?then("", properties.kcInputWrapperClass!)}">
            <#if v2>
                <span dir="ltr" class="email-otp-field ${properties.kcInputClass!}<#if failed> ${properties.kcError!}</#if>">
                    <@codeInput class="" />
                    <#if failed>
                        <span class="${properties.kcFormControlUtilClass!}">
                            <span class="${properties.kcInputErrorIconStatusClass!}">
                                <i class="${properties.kcInputErrorIconClass!}" aria-hidden="true"></i>
                            </span>
                        </span>
                    </#if>
                </span>
            <#else>
                <span dir="ltr" class="email-otp-field">
                    <@codeInput class=properties.kcInputClass! />
                </span>
            </#if>
            <div id="email-otp-notice" class="email-otp-notice"><#t>
                <#if failed>
                    <span id="input-error-oneTimeCode" class="${v2?then("email-otp-error", properties.kcInputErrorMessageClass!)}"><@told /></span><#t>
                <#elseif keycloaks?has_content>
                    <span id="email-otp-message">${kcSanitize(keycloaks)?no_esc}</span><#t>
                <#elseif emailOtp.told??>
                    <@told /><#t>
                </#if>
            </div>
        </div>
    </div>
</#macro>

<#-- No maxlength: people paste the whole sentence of the mail, and the server finds the code in it. -->
<#macro codeInput class>
    <input id="oneTimeCode" name="oneTimeCode" class="${class}" type="text" value="" autocomplete="one-time-code" autofocus required
           <#if emailOtp.digitsOnly>inputmode="numeric"<#else>inputmode="text" autocapitalize="characters"</#if>
           <#if emailOtp.submitWhenComplete>data-complete="${emailOtp.codeLength?c}" data-complete-text="${text("emailOtpPasted")}"</#if>
           spellcheck="false" autocorrect="off" aria-invalid="${failed?c}"
           aria-describedby="email-otp-notice" />
</#macro>

<#-- Never ticked as delivered: it is people's own wish. -->
<#macro trustBox>
    <#if emailOtp.trustDays??>
        <div class="${properties.kcFormGroupClass!}">
            <label for="email-otp-trust" class="email-otp-trust">
                <input id="email-otp-trust" name="trustBrowser" type="checkbox" value="true" <#if emailOtp.trustTicked>checked</#if> />
                <span>${emailOtp.counted("emailOtpTrustBrowser", emailOtp.trustDays?c)}</span>
            </label>
        </div>
    </#if>
</#macro>

<#macro why>
    <p id="email-otp-reason" class="email-otp-text"><@told /></p>
</#macro>

<@layout.registrationLayout displayMessage=(keycloaks?has_content && !asked); section>
    <#if section = "header">
        <#-- As high as the other title, which may take more lines. -->
        <span class="email-otp-title" data-other="${text(titles[asked?then(1, 0)])}"><span>${heading}</span></span>
    <#elseif section = "form">
        <#-- Files, not inline: a Content-Security-Policy may forbid the latter. -->
        <link rel="stylesheet" href="${url.resourcesPath}/css/mailed-code.css" />
        <script type="module" src="${url.resourcesPath}/js/mailed-code.js"></script>

        <#-- One form carries all buttons. The one that helps most comes first: the Enter key presses the first. -->
        <#assign action = url.loginAction>
        <form id="email-otp-form" class="${properties.kcFormClass!}" action="${action}" method="post"
              data-state="${emailOtp.state}" data-refresh-url="${action?keep_before("session_code=")}${action?keep_after("session_code=")?keep_after("&")}"
              <#if emailOtp.heldSeconds??>data-held="${emailOtp.heldSeconds?c}"</#if>
              <#if emailOtp.refreshField??>data-refresh-field="${emailOtp.refreshField}"</#if>
              <#if emailOtp.refreshInSeconds??>data-refresh-in="${emailOtp.refreshInSeconds?c}"</#if>
              <#if emailOtp.sendingState??>data-sending-state="${emailOtp.sendingState}"</#if>
              <#if emailOtp.sendingUrl??>data-sending-url="${emailOtp.sendingUrl}"</#if>>
            <#switch emailOtp.state>
                <#case "asking">
                    <p id="email-otp-instruction" class="email-otp-text"><@sentence emailOtp.instruction><bdi class="email-otp-address">${emailOtp.maskedAddress}</bdi></@sentence></p>
                    <@codeField />
                    <@trustBox />
                    <@actions><@continueButton /><br><@resendButton class=secondaryClass /><@otherNameLink /></@actions>
                    <#break>
                <#case "paused">
                    <p id="email-otp-instruction" class="email-otp-text"><@sentence emailOtp.instruction><bdi class="email-otp-address">${emailOtp.maskedAddress}</bdi></@sentence></p>
                    <@codeField />
                    <@trustBox />
                    <@actions><@continueButton /><br><@resendButton class=secondaryClass /><@otherNameLink /></@actions>
                    <#break>
                <#case "expired">
                    <@why />
                    <@actions><@resendButton class=primaryClass /><@otherNameLink /></@actions>
                    <#break>
                <#case "undelivered">
                    <@why />
                    <@actions>
                        <#if hasOtherWay()><@otherWayButton /><br></#if>
                        <@resendButton class=hasOtherWay()?then(secondaryClass, primaryClass) />
                        <@otherNameLink />
                    </@actions>
                    <#break>
                <#case "nocode">
                    <@why />
                    <@actions><@resendButton class=primaryClass /><@otherNameLink /></@actions>
                    <#break>
                <#case "ended">
                    <@why />
                    <@actions><@restartLink class=primaryClass /></@actions>
                    <#break>
                <#case "disabled">
                <#case "unreachable">
                    <@why />
                    <@actions>
                        <#if hasOtherWay()><@otherWayButton /><br></#if>
                        <@restartLink class=hasOtherWay()?then(secondaryClass, primaryClass) />
                    </@actions>
                    <#break>
            </#switch>
        </form>
        <div id="email-otp-status" class="email-otp-visually-hidden" role="status"></div>
    </#if>
</@layout.registrationLayout>
