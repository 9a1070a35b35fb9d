<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name></name>
    <message>
        <source>Change type…</source>
        <translation>Typ ändern…</translation>
    </message>
    <message>
        <source>Another line or cable type for this section</source>
        <translation>Anderer Leitungs- oder Kabeltyp für diesen Abschnitt</translation>
    </message>
    <message>
        <source>Connect generation or storage…</source>
        <translation>Erzeugung oder Speicher anschließen…</translation>
    </message>
    <message>
        <source>New plant at this bus</source>
        <translation>Neue Anlage an diesem Knoten</translation>
    </message>
    <message>
        <source>Set voltage…</source>
        <translation>Spannung einstellen…</translation>
    </message>
    <message>
        <source>The voltage the source holds</source>
        <translation>Die Spannung, die die Quelle hält</translation>
    </message>
    <message>
        <source>The voltage the generator holds</source>
        <translation>Die Spannung, die der Generator hält</translation>
    </message>
    <message>
        <source>Set power…</source>
        <translation>Leistung einstellen…</translation>
    </message>
    <message>
        <source>Fixed active and reactive power instead of the profile</source>
        <translation>Feste Wirk- und Blindleistung statt des Profils</translation>
    </message>
    <message>
        <source>Scale…</source>
        <translation>Skalieren…</translation>
    </message>
    <message>
        <source>Multiply its power by a factor</source>
        <translation>Leistung mit einem Faktor malnehmen</translation>
    </message>
    <message>
        <source>It is closed already.</source>
        <translation>Er ist schon geschlossen.</translation>
    </message>
    <message>
        <source>It is open already.</source>
        <translation>Er ist schon offen.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open the switch in this study (O)</source>
        <translation>Den Schalter in dieser Studie öffnen (O)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close the switch in this study (C)</source>
        <translation>Den Schalter in dieser Studie schließen (C)</translation>
    </message>
    <message>
        <source>Tap up</source>
        <translation>Stufe höher</translation>
    </message>
    <message>
        <source>One tap position up</source>
        <translation>Eine Stufe höher</translation>
    </message>
    <message>
        <source>The highest position is {position}.</source>
        <translation>Die höchste Stufe ist {position}.</translation>
    </message>
    <message>
        <source>The lowest position is {position}.</source>
        <translation>Die niedrigste Stufe ist {position}.</translation>
    </message>
    <message>
        <source>One tap position up (+1)</source>
        <translation>Eine Stufe höher (+1)</translation>
    </message>
    <message>
        <source>Tap down</source>
        <translation>Stufe tiefer</translation>
    </message>
    <message>
        <source>One tap position down (-1)</source>
        <translation>Eine Stufe tiefer (-1)</translation>
    </message>
    <message>
        <source>Set tap…</source>
        <translation>Stufe einstellen…</translation>
    </message>
    <message>
        <source>A tap position of your choice</source>
        <translation>Eine Stufe nach Wahl</translation>
    </message>
    <message>
        <source>All {count} steps are in.</source>
        <translation>Alle {count} Stufen sind zugeschaltet.</translation>
    </message>
    <message>
        <source>No step is in.</source>
        <translation>Keine Stufe ist zugeschaltet.</translation>
    </message>
    <message>
        <source>Step in</source>
        <translation>Stufe zuschalten</translation>
    </message>
    <message>
        <source>One step more</source>
        <translation>Eine Stufe mehr</translation>
    </message>
    <message>
        <source>Step out</source>
        <translation>Stufe abschalten</translation>
    </message>
    <message>
        <source>One step less</source>
        <translation>Eine Stufe weniger</translation>
    </message>
    <message>
        <source>Take out of service</source>
        <translation>Außer Betrieb nehmen</translation>
    </message>
    <message>
        <source>As if it were not there</source>
        <translation>Als wäre es nicht da</translation>
    </message>
    <message>
        <source>Put into service</source>
        <translation>In Betrieb nehmen</translation>
    </message>
    <message>
        <source>As if it were there again</source>
        <translation>Als wäre es wieder da</translation>
    </message>
    <message>
        <source>Tap of {name}</source>
        <translation>Stufe von {name}</translation>
    </message>
    <message>
        <source>Positions {low} to {high}.</source>
        <translation>Stufen {low} bis {high}.</translation>
    </message>
    <message>
        <source>Set tap</source>
        <translation>Stufe einstellen</translation>
    </message>
    <message>
        <source>Tap position</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>Stellung</translation>
    </message>
    <message>
        <source>Type of {name}</source>
        <translation>Typ von {name}</translation>
    </message>
    <message>
        <source>Resistance, reactance, capacitance and thermal limit follow the type; the length stays.</source>
        <translation>Widerstand, Reaktanz, Kapazität und thermische Grenze folgen dem Typ; die Länge bleibt.</translation>
    </message>
    <message>
        <source>Change type</source>
        <translation>Typ ändern</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>New plant at {name}</source>
        <translation>Neue Anlage an {name}</translation>
    </message>
    <message>
        <source>Photovoltaics and wind follow the profile of their kind where the network has one.</source>
        <translation>Photovoltaik und Wind folgen dem Profil ihrer Art, wo das Netz eines hat.</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Anschließen</translation>
    </message>
    <message>
        <source>Photovoltaics</source>
        <translation>Photovoltaik</translation>
    </message>
    <message>
        <source>Wind</source>
        <translation>Wind</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Generator</source>
        <translation>Generator</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>Bemessungsleistung</translation>
    </message>
    <message>
        <source>Active power (storage: charging positive)</source>
        <translation>Wirkleistung (Speicher: Laden positiv)</translation>
    </message>
    <message>
        <source>Capacity (storage only)</source>
        <translation>Kapazität (nur Speicher)</translation>
    </message>
    <message>
        <source>Voltage of {name}</source>
        <translation>Spannung von {name}</translation>
    </message>
    <message>
        <source>The voltage it holds, of the bus&apos;s nominal voltage.</source>
        <translation>Die gehaltene Spannung, bezogen auf die Nennspannung des Knotens.</translation>
    </message>
    <message>
        <source>Set voltage</source>
        <translation>Spannung einstellen</translation>
    </message>
    <message>
        <source>Voltage</source>
        <translation>Spannung</translation>
    </message>
    <message>
        <source>Consumption is positive.</source>
        <translation>Verbrauch ist positiv.</translation>
    </message>
    <message>
        <source>Injection is positive.</source>
        <translation>Einspeisung ist positiv.</translation>
    </message>
    <message>
        <source>Power of {name}</source>
        <translation>Leistung von {name}</translation>
    </message>
    <message>
        <source>Holds at every time, in place of the profile.</source>
        <translation>Gilt zu jeder Zeit, anstelle des Profils.</translation>
    </message>
    <message>
        <source>Set power</source>
        <translation>Leistung einstellen</translation>
    </message>
    <message>
        <source>Active power</source>
        <translation>Wirkleistung</translation>
    </message>
    <message>
        <source>Reactive power</source>
        <translation>Blindleistung</translation>
    </message>
    <message>
        <source>Scale generation</source>
        <translation>Erzeugung skalieren</translation>
    </message>
    <message>
        <source>Scale load</source>
        <translation>Last skalieren</translation>
    </message>
    <message>
        <source>Active and reactive power are multiplied by the factor, on top of what is scaled already.</source>
        <translation>Wirk- und Blindleistung werden mit dem Faktor malgenommen, zusätzlich zu früheren Faktoren.</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Skalieren</translation>
    </message>
    <message>
        <source>Factor</source>
        <translation>Faktor</translation>
    </message>
    <message>
        <source>new case</source>
        <translation>neuer Fall</translation>
    </message>
    <message>
        <source>something is wrong with it, see below</source>
        <translation>etwas daran stimmt nicht, siehe unten</translation>
    </message>
    <message>
        <source>Keep this case beside the others, and plan it</source>
        <translation>Diesen Fall neben den anderen speichern und planen</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>One more: {what}</source>
        <translation>Weiterer Eintrag: {what}</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>Herausnehmen</translation>
    </message>
    <message>
        <source>The chosen row (Ctrl+Delete)</source>
        <translation>Die gewählte Zeile (Strg+Entf)</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Öffnen…</translation>
    </message>
    <message>
        <source>A case file</source>
        <translation>Eine Falldatei</translation>
    </message>
    <message>
        <source>As a case file (TOML), every value exactly</source>
        <translation>Als Falldatei (TOML), jeder Wert exakt</translation>
    </message>
    <message>
        <source>Back to the plans</source>
        <translation>Zurück zu den Plänen</translation>
    </message>
    <message>
        <source>Open a network or study beside what is open</source>
        <translation>Ein Netz oder eine Studie neben dem Offenen öffnen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Save the study to its file</source>
        <translation>Die Studie in ihre Datei speichern</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Speichern unter…</translation>
    </message>
    <message>
        <source>Save to another file</source>
        <translation>In eine andere Datei speichern</translation>
    </message>
    <message>
        <source>Copy of this study</source>
        <translation>Kopie dieser Studie</translation>
    </message>
    <message>
        <source>Go on in a copy beside it</source>
        <translation>In einer Kopie daneben weiterarbeiten</translation>
    </message>
    <message>
        <source>Rename study…</source>
        <translation>Studie umbenennen…</translation>
    </message>
    <message>
        <source>Another name for this study</source>
        <translation>Ein anderer Name für diese Studie</translation>
    </message>
    <message>
        <source>Close study</source>
        <translation>Studie schließen</translation>
    </message>
    <message>
        <source>Take the study off the desk</source>
        <translation>Die Studie vom Tisch nehmen</translation>
    </message>
    <message>
        <source>Export diagram…</source>
        <translation>Netzbild ausgeben…</translation>
    </message>
    <message>
        <source>The diagram as SVG, PDF or PNG</source>
        <translation>Das Netzbild als SVG, PDF oder PNG</translation>
    </message>
    <message>
        <source>Print diagram…</source>
        <translation>Netzbild drucken…</translation>
    </message>
    <message>
        <source>The diagram on paper</source>
        <translation>Das Netzbild auf Papier</translation>
    </message>
    <message>
        <source>Export switching order…</source>
        <translation>Schaltfolge ausgeben…</translation>
    </message>
    <message>
        <source>The study&apos;s switch operations as a draft order</source>
        <translation>Die Schalthandlungen der Studie als Entwurf einer Schaltfolge</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Network</source>
        <translation>&amp;Netz</translation>
    </message>
    <message>
        <source>Study from here</source>
        <translation>Studie ab hier</translation>
    </message>
    <message>
        <source>A copy of the present state in a window of its own, which cannot reach the field</source>
        <translation>Eine Kopie des jetzigen Zustands in einem eigenen Fenster, das das Feld nicht erreichen kann</translation>
    </message>
    <message>
        <source>Open a study desk</source>
        <translation>Studienplatz öffnen</translation>
    </message>
    <message>
        <source>A window of its own for networks and studies; it cannot reach the field</source>
        <translation>Ein eigenes Fenster für Netze und Studien; es kann das Feld nicht erreichen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>End the console</source>
        <translation>Die Konsole beenden</translation>
    </message>
    <message>
        <source>Shows what will happen and asks before anything is sent</source>
        <translation>Zeigt, was geschehen wird, und fragt, bevor etwas gesendet wird</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>Anmelden…</translation>
    </message>
    <message>
        <source>Who operates; the journal names them</source>
        <translation>Wer bedient; das Betriebstagebuch nennt den Namen</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>Links to the field…</source>
        <translation>Verbindungen zum Feld…</translation>
    </message>
    <message>
        <source>What each link has counted, and what is wrong with it</source>
        <translation>Was jede Verbindung gezählt hat und was ihr fehlt</translation>
    </message>
    <message>
        <source>Certificates of the servers…</source>
        <translation>Zertifikate der Server…</translation>
    </message>
    <message>
        <source>Which servers are believed, and which wait for approval</source>
        <translation>Welchen Servern vertraut wird und welche auf Freigabe warten</translation>
    </message>
    <message>
        <source>Browse a server…</source>
        <translation>Server durchsehen…</translation>
    </message>
    <message>
        <source>Look through a field server and draft its address map</source>
        <translation>Einen Feldserver durchsehen und seine Adressliste entwerfen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Take the last change back</source>
        <translation>Die letzte Änderung zurücknehmen</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Make it again</source>
        <translation>Noch einmal ausführen</translation>
    </message>
    <message>
        <source>Open the selected switch</source>
        <translation>Gewählten Schalter öffnen</translation>
    </message>
    <message>
        <source>Open the selected switch in this study</source>
        <translation>Den gewählten Schalter in dieser Studie öffnen</translation>
    </message>
    <message>
        <source>Close the selected switch</source>
        <translation>Gewählten Schalter schließen</translation>
    </message>
    <message>
        <source>Close the selected switch in this study</source>
        <translation>Den gewählten Schalter in dieser Studie schließen</translation>
    </message>
    <message>
        <source>Scale load…</source>
        <translation>Last skalieren…</translation>
    </message>
    <message>
        <source>All loads by a factor</source>
        <translation>Alle Lasten mit einem Faktor</translation>
    </message>
    <message>
        <source>Scale generation…</source>
        <translation>Erzeugung skalieren…</translation>
    </message>
    <message>
        <source>All generation by a factor</source>
        <translation>Alle Erzeugung mit einem Faktor</translation>
    </message>
    <message>
        <source>Layer: {name}</source>
        <translation>Ebene: {name}</translation>
    </message>
    <message>
        <source>Whole network</source>
        <translation>Ganzes Netz</translation>
    </message>
    <message>
        <source>Zoom so that all is seen</source>
        <translation>So zoomen, dass alles zu sehen ist</translation>
    </message>
    <message>
        <source>Schematic</source>
        <translation>Schema</translation>
    </message>
    <message>
        <source>Feeders as rows</source>
        <translation>Abgänge als Zeilen</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>By coordinates</source>
        <translation>Nach Koordinaten</translation>
    </message>
    <message>
        <source>Dark colours</source>
        <translation>Dunkle Farben</translation>
    </message>
    <message>
        <source>For dim control rooms</source>
        <translation>Für abgedunkelte Leitwarten</translation>
    </message>
    <message>
        <source>Version, and the licences of everything that travels with it</source>
        <translation>Version und Lizenzen von allem, was mitgeliefert wird</translation>
    </message>
    <message>
        <source>About Tieline…</source>
        <translation>Über Tieline…</translation>
    </message>
    <message>
        <source>Solve</source>
        <translation>Rechnen</translation>
    </message>
    <message>
        <source>Load flow once more</source>
        <translation>Den Lastfluss noch einmal rechnen</translation>
    </message>
    <message>
        <source>Solve the whole year</source>
        <translation>Das ganze Jahr rechnen</translation>
    </message>
    <message>
        <source>Every step of the profiles, in the background</source>
        <translation>Jeder Schritt der Profile, im Hintergrund</translation>
    </message>
    <message>
        <source>Nominal values</source>
        <translation>Nennwerte</translation>
    </message>
    <message>
        <source>As the tables say, without a profile</source>
        <translation>Wie in den Tabellen, ohne Profil</translation>
    </message>
    <message>
        <source>Trace to the source</source>
        <translation>Weg zur Quelle</translation>
    </message>
    <message>
        <source>Path from the selection to its source</source>
        <translation>Der Weg von der Auswahl zu ihrer Quelle</translation>
    </message>
    <message>
        <source>Trace downstream</source>
        <translation>Alles dahinter</translation>
    </message>
    <message>
        <source>All that the selection supplies</source>
        <translation>Alles, was die Auswahl versorgt</translation>
    </message>
    <message>
        <source>Validation report</source>
        <translation>Prüfbericht</translation>
    </message>
    <message>
        <source>What was found when the network was read</source>
        <translation>Was beim Lesen des Netzes gefunden wurde</translation>
    </message>
    <message>
        <source>Automatic layout</source>
        <translation>Automatische Anordnung</translation>
    </message>
    <message>
        <source>Forget positions moved by hand</source>
        <translation>Von Hand verschobene Lagen vergessen</translation>
    </message>
    <message>
        <source>Show the log folder</source>
        <translation>Ordner des Protokolls zeigen</translation>
    </message>
    <message>
        <source>Where the console writes its log</source>
        <translation>Wo die Konsole ihr Protokoll schreibt</translation>
    </message>
    <message>
        <source>Cable</source>
        <translation>Kabel</translation>
    </message>
    <message>
        <source>Overhead line</source>
        <translation>Freileitung</translation>
    </message>
    <message>
        <source>What {crew} has found</source>
        <translation>Was {crew} gefunden hat</translation>
    </message>
    <message>
        <source>The cause goes into the outage record; the place ends the search.</source>
        <translation>Die Ursache kommt in den Störungsbericht; der Ort beendet die Suche.</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Eintragen</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>Noch nicht bekannt</translation>
    </message>
    <message>
        <source>No cause is chosen; “Not known” is an answer, too.</source>
        <translation>Keine Ursache gewählt; auch „Nicht bekannt“ ist eine Antwort.</translation>
    </message>
    <message>
        <source>No place is chosen; “Not known yet” is an answer, too.</source>
        <translation>Kein Ort gewählt; auch „Noch nicht bekannt“ ist eine Antwort.</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Thermal limit</source>
        <translation>Thermische Grenze</translation>
    </message>
    <message>
        <source>Resistance</source>
        <translation>Widerstand</translation>
    </message>
    <message>
        <source>Reactance</source>
        <translation>Reaktanz</translation>
    </message>
    <message>
        <source>Parallel systems</source>
        <translation>Parallele Systeme</translation>
    </message>
    <message>
        <source>Line section</source>
        <translation>Leitungsabschnitt</translation>
    </message>
    <message>
        <source>Power, MW</source>
        <translation>Leistung, MW</translation>
    </message>
    <message>
        <source>wind</source>
        <translation>Wind</translation>
    </message>
    <message>
        <source>PV</source>
        <translation>PV</translation>
    </message>
    <message>
        <source>turbine</source>
        <translation>Turbine</translation>
    </message>
    <message>
        <source>storage</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>from the grid</source>
        <translation>aus dem Netz</translation>
    </message>
    <message>
        <source>load</source>
        <translation>Last</translation>
    </message>
    <message>
        <source>Worst voltage, pu</source>
        <translation>Schlechteste Spannung, pu</translation>
    </message>
    <message>
        <source>lowest</source>
        <translation>niedrigste</translation>
    </message>
    <message>
        <source>highest</source>
        <translation>höchste</translation>
    </message>
    <message>
        <source>{used} of {allowed} moves</source>
        <translation>{used} von {allowed} Stellschritten</translation>
    </message>
    <message>
        <source>Tap</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Taps</source>
        <translation>Stufen</translation>
    </message>
    <message>
        <source>no taps to move</source>
        <translation>keine Stufen zu stellen</translation>
    </message>
    <message>
        <source>Capacitors, steps</source>
        <translation>Kondensatoren, Stufen</translation>
    </message>
    <message>
        <source>no capacitors</source>
        <translation>keine Kondensatoren</translation>
    </message>
    <message>
        <source>Storage, MWh</source>
        <translation>Speicher, MWh</translation>
    </message>
    <message>
        <source>no storage</source>
        <translation>kein Speicher</translation>
    </message>
    <message>
        <source>{energy} MWh at the end</source>
        <translation>{energy} MWh am Ende</translation>
    </message>
    <message>
        <source>Wind and PV, MW</source>
        <translation>Wind und PV, MW</translation>
    </message>
    <message>
        <source>no wind or PV</source>
        <translation>weder Wind noch PV</translation>
    </message>
    <message>
        <source>used</source>
        <translation>genutzt</translation>
    </message>
    <message>
        <source>used: {shares}</source>
        <translation>genutzt: {shares}</translation>
    </message>
    <message>
        <source>{energy} MWh</source>
        <translation>{energy} MWh</translation>
    </message>
    <message>
        <source>Tap range</source>
        <translation>Stufenbereich</translation>
    </message>
    <message>
        <source>Rated power</source>
        <translation>Bemessungsleistung</translation>
    </message>
    <message>
        <source>Rated voltages</source>
        <translation>Bemessungsspannungen</translation>
    </message>
    <message>
        <source>Short-circuit voltage</source>
        <translation>Kurzschlussspannung</translation>
    </message>
    <message>
        <source>Vector group</source>
        <translation>Schaltgruppe</translation>
    </message>
    <message>
        <source>Low side</source>
        <translation>Unterspannungsseite</translation>
    </message>
    <message>
        <source>Transformer</source>
        <translation>Transformator</translation>
    </message>
    <message>
        <source>Three sides</source>
        <translation>Drei Seiten</translation>
    </message>
    <message>
        <source>Three-winding transformer</source>
        <translation>Dreiwicklungstransformator</translation>
    </message>
    <message>
        <source>On a base of</source>
        <translation>Bezogen auf</translation>
    </message>
    <message>
        <source>Impedance</source>
        <translation>Impedanz</translation>
    </message>
    <message>
        <source>Flow</source>
        <translation>Fluss</translation>
    </message>
    <message>
        <source>as of {time}</source>
        <translation>Stand {time}</translation>
    </message>
    <message>
        <source>Safety document</source>
        <translation>Arbeitserlaubnis</translation>
    </message>
    <message>
        <source>Incident</source>
        <translation>Störung</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Holder</source>
        <translation>Inhaber</translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation>Erteilt von</translation>
    </message>
    <message>
        <source>Printed</source>
        <translation>Gedruckt</translation>
    </message>
    <message>
        <source>Points of isolation</source>
        <translation>Trennstellen</translation>
    </message>
    <message>
        <source>Open and secured</source>
        <translation>Offen und gesichert</translation>
    </message>
    <message>
        <source>Earths</source>
        <translation>Erdungen</translation>
    </message>
    <message>
        <source>Earthed</source>
        <translation>Geerdet</translation>
    </message>
    <message>
        <source>Nothing that is isolated or earthed for this work is closed or taken off before this document is returned by its holder and cancelled by the control room.</source>
        <translation>Nichts, was für diese Arbeit freigeschaltet oder geerdet ist, wird geschlossen oder entfernt, bevor der Inhaber diese Arbeitserlaubnis zurückgegeben und die Leitwarte sie aufgehoben hat.</translation>
    </message>
    <message>
        <source>Issued (control room)</source>
        <translation>Erteilt (Leitwarte)</translation>
    </message>
    <message>
        <source>Received (crew)</source>
        <translation>Erhalten (Trupp)</translation>
    </message>
    <message>
        <source>Returned (crew)</source>
        <translation>Zurückgegeben (Trupp)</translation>
    </message>
    <message>
        <source>Cancelled (control room)</source>
        <translation>Aufgehoben (Leitwarte)</translation>
    </message>
    <message>
        <source>Generation inside</source>
        <translation>Erzeugung innerhalb</translation>
    </message>
    <message>
        <source>Disconnected</source>
        <translation>Getrennt</translation>
    </message>
    <message>
        <source>CANCELLED – protects nobody</source>
        <translation>AUFGEHOBEN – schützt niemanden</translation>
    </message>
    <message>
        <source>Take everything for live.</source>
        <translation>Alles gilt als unter Spannung.</translation>
    </message>
    <message>
        <source>RETURNED – no work any more</source>
        <translation>ZURÜCKGEGEBEN – nicht mehr arbeiten</translation>
    </message>
    <message>
        <source>Earths stay on until it is cancelled.</source>
        <translation>Die Erdungen bleiben, bis sie aufgehoben ist.</translation>
    </message>
    <message>
        <source>NOT ISSUED – no work yet</source>
        <translation>NICHT ERTEILT – noch nicht arbeiten</translation>
    </message>
    <message>
        <source>It has come so far: {state}.</source>
        <translation>Bisheriger Stand: {state}.</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>Before, MWh</source>
        <translation>Vorher, MWh</translation>
    </message>
    <message>
        <source>At the end, MWh</source>
        <translation>Am Ende, MWh</translation>
    </message>
    <message>
        <source>Asked at the end, MWh</source>
        <translation>Verlangt am Ende, MWh</translation>
    </message>
    <message>
        <source>Least, MWh</source>
        <translation>Minimum, MWh</translation>
    </message>
    <message>
        <source>at</source>
        <translation>um</translation>
    </message>
    <message>
        <source>Most, MWh</source>
        <translation>Maximum, MWh</translation>
    </message>
    <message>
        <source>Room, MWh</source>
        <translation>Kapazität, MWh</translation>
    </message>
    <message>
        <source>Charged, MWh</source>
        <translation>Geladen, MWh</translation>
    </message>
    <message>
        <source>Discharged, MWh</source>
        <translation>Entladen, MWh</translation>
    </message>
    <message>
        <source>Charged and discharged at the terminals; what is held is after losses.</source>
        <translation>Geladen und entladen an den Klemmen; der Inhalt versteht sich nach Verlusten.</translation>
    </message>
    <message>
        <source>On the day that is expected; each scenario has its own, within the shared modes.</source>
        <translation>Am erwarteten Tag; jedes Szenario hat eigene Werte, innerhalb des gemeinsamen Speicherbetriebs.</translation>
    </message>
    <message>
        <source>There is no storage.</source>
        <translation>Es gibt keinen Speicher.</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Before, position</source>
        <translation>Vorher, Stufe</translation>
    </message>
    <message>
        <source>Moves</source>
        <translation>Stellschritte</translation>
    </message>
    <message>
        <source>At the end, position</source>
        <translation>Am Ende, Stufe</translation>
    </message>
    <message>
        <source>Moves, count</source>
        <translation>Stellschritte, Anzahl</translation>
    </message>
    <message>
        <source>Allowed, count</source>
        <translation>Erlaubt, Anzahl</translation>
    </message>
    <message>
        <source>Positions of taps and steps of capacitor banks. A regulator in automatic is sent its voltage, not steps.</source>
        <translation>Stufen von Stufenschaltern und Kondensatorbänken. Ein Regler in Automatik erhält seine Spannung, keine Stufen.</translation>
    </message>
    <message>
        <source>Switching moves</source>
        <translation>Schalt- und Stellschritte</translation>
    </message>
    <message>
        <source>There is nothing to be switched.</source>
        <translation>Nichts ist zu schalten.</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Lock or tag no.</source>
        <translation>Schloss- oder Kennz.-Nr.</translation>
    </message>
    <message>
        <source>Time, by whom</source>
        <translation>Zeit, durch wen</translation>
    </message>
    <message>
        <source>None is named.</source>
        <translation>Keine genannt.</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>Bemerkung</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>Ablauf</translation>
    </message>
    <message>
        <source>Counted over all consoles of the site, without gaps</source>
        <translation>Über alle Konsolen der Leitstelle gezählt, ohne Lücken</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>When it was recorded, local time</source>
        <translation>Wann es eingetragen wurde, Ortszeit</translation>
    </message>
    <message>
        <source>Equipment</source>
        <translation>Betriebsmittel</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>Alarm</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>Einzelheit</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Male</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>Reason or comment</source>
        <translation>Grund oder Anmerkung</translation>
    </message>
    <message>
        <source>Equipment id</source>
        <translation>Kennung des Betriebsmittels</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>Alarme</translation>
    </message>
    <message>
        <source>and {count} more; export writes them all</source>
        <translation>und {count} weitere; der Export schreibt alle</translation>
    </message>
    <message>
        <source>Checked</source>
        <translation>Geprüft</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Serverknoten</translation>
    </message>
    <message>
        <source>Guessed from</source>
        <translation>Vermutet aus</translation>
    </message>
    <message>
        <source>not checked</source>
        <translation>nicht geprüft</translation>
    </message>
    <message>
        <source>Lost supply</source>
        <translation>Unversorgt ab</translation>
    </message>
    <message>
        <source>No plan is chosen.</source>
        <translation>Kein Plan ist gewählt.</translation>
    </message>
    <message>
        <source>This case is being planned.</source>
        <translation>Dieser Fall wird gerade geplant.</translation>
    </message>
    <message>
        <source>This case is not planned yet: press Plan.</source>
        <translation>Dieser Fall ist noch nicht geplant: „Planen“ drücken.</translation>
    </message>
    <message>
        <source>What the chosen plan costs, and its proof, stand here.</source>
        <translation>Hier stehen die Kosten des gewählten Plans und sein Nachweis.</translation>
    </message>
    <message>
        <source>Choose a plan that has a schedule.</source>
        <translation>Wählen Sie einen Plan, der einen Fahrplan hat.</translation>
    </message>
    <message>
        <source>There is no second plan with a schedule to compare with.</source>
        <translation>Es gibt keinen zweiten Plan mit Fahrplan zum Vergleichen.</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>beginnt</translation>
    </message>
    <message>
        <source>Reading the case</source>
        <translation>Fall wird gelesen</translation>
    </message>
    <message>
        <source>a forecast is under way</source>
        <translation>eine Prognose wird erstellt</translation>
    </message>
    <message>
        <source>a case is being edited</source>
        <translation>ein Fall wird gerade bearbeitet</translation>
    </message>
    <message>
        <source>a plan is under way</source>
        <translation>eine Planung läuft</translation>
    </message>
    <message>
        <source>no case is chosen</source>
        <translation>kein Fall ist gewählt</translation>
    </message>
    <message>
        <source>two plans with a schedule are needed</source>
        <translation>zwei Pläne mit Fahrplan sind nötig</translation>
    </message>
    <message>
        <source>Find what each device does at each hour, with its proof</source>
        <translation>Finden, was jedes Gerät zu jeder Stunde tut, mit Nachweis</translation>
    </message>
    <message>
        <source>Edit case…</source>
        <translation>Fall bearbeiten…</translation>
    </message>
    <message>
        <source>Its devices, limits and prices, each checked as it is written</source>
        <translation>Seine Geräte, Grenzen und Preise, schon bei der Eingabe geprüft</translation>
    </message>
    <message>
        <source>Back to plan</source>
        <translation>Zurück zum Plan</translation>
    </message>
    <message>
        <source>What the units may do, and a plan over scenarios of it</source>
        <translation>Was die Einheiten tun können, und ein Plan über Szenarien davon</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Wieder ab</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Two plans side by side</source>
        <translation>Zwei Pläne nebeneinander</translation>
    </message>
    <message>
        <source>there is no schedule</source>
        <translation>es gibt keinen Fahrplan</translation>
    </message>
    <message>
        <source>it is not planned yet</source>
        <translation>er ist noch nicht geplant</translation>
    </message>
    <message>
        <source>a plan over scenarios is made in one piece</source>
        <translation>ein Plan über Szenarien wird in einem Stück gemacht</translation>
    </message>
    <message>
        <source>What if…</source>
        <translation>Was wäre, wenn…</translation>
    </message>
    <message>
        <source>A second plan beside this one: a device out, another price</source>
        <translation>Ein zweiter Plan daneben: ein Gerät außer Betrieb, ein anderer Preis</translation>
    </message>
    <message>
        <source>In regions…</source>
        <translation>In Regionen…</translation>
    </message>
    <message>
        <source>A second plan beside this one, by regions that agree with the layer above them</source>
        <translation>Ein zweiter Plan neben diesem, von Regionen, die sich mit der Ebene darüber einigen</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>The schedule as CSV or workbook</source>
        <translation>Der Fahrplan als CSV oder Arbeitsmappe</translation>
    </message>
    <message>
        <source>Everything about this plan as PDF or workbook</source>
        <translation>Alles zu diesem Plan als PDF oder Arbeitsmappe</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen…</translation>
    </message>
    <message>
        <source>Forget this plan</source>
        <translation>Diesen Plan vergessen</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>still without</source>
        <translation>noch ohne</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>Zusammen</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>Zeitabschnitte</translation>
    </message>
    <message>
        <source>No customer lost supply.</source>
        <translation>Kein Kunde verlor die Versorgung.</translation>
    </message>
    <message>
        <source>Still without</source>
        <translation>Noch ohne</translation>
    </message>
    <message>
        <source>Longest without</source>
        <translation>Längste Dauer ohne</translation>
    </message>
    <message>
        <source>The customer list names nobody at these loads.</source>
        <translation>Die Kundenliste nennt niemanden an diesen Lasten.</translation>
    </message>
    <message>
        <source>Customers by priority</source>
        <translation>Kunden nach Vorrang</translation>
    </message>
    <message>
        <source>any day, from {clock}</source>
        <translation>beliebiger Tag, ab {clock}</translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation>nicht aufgezeichnet</translation>
    </message>
    <message>
        <source>Identity of the plan</source>
        <translation>Kennung des Plans</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>Fall</translation>
    </message>
    <message>
        <source>{name}, fingerprint {digest}</source>
        <translation>{name}, Fingerabdruck {digest}</translation>
    </message>
    <message>
        <source>Changed against its base</source>
        <translation>Geändert gegenüber dem Ausgangsplan</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>Structure of the network</source>
        <translation>Netzstruktur</translation>
    </message>
    <message>
        <source>Begins</source>
        <translation>Beginn</translation>
    </message>
    <message>
        <source>Horizon</source>
        <translation>Horizont</translation>
    </message>
    <message>
        <source>{count} steps of {hours} h</source>
        <translation>{count} Schritte zu {hours} h</translation>
    </message>
    <message>
        <source>Case kept</source>
        <translation>Fall gespeichert</translation>
    </message>
    <message>
        <source>Planned with</source>
        <translation>Geplant mit</translation>
    </message>
    <message>
        <source>Planning took</source>
        <translation>Planungsdauer</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Vergangenheit</translation>
    </message>
    <message>
        <source>{source}, {days} days</source>
        <translation>{source}, {days} Tage</translation>
    </message>
    <message>
        <source>Scenarios</source>
        <translation>Szenarien</translation>
    </message>
    <message>
        <source>{kept} of {drawn} drawn, seed {seed}</source>
        <translation>{kept} von {drawn} gezogenen, Startwert {seed}</translation>
    </message>
    <message>
        <source>Risk</source>
        <translation>Risiko</translation>
    </message>
    <message>
        <source>CVaR at {level}, weight {weight}</source>
        <translation>CVaR bei {level}, Gewicht {weight}</translation>
    </message>
    <message>
        <source>Done on the way</source>
        <translation>Auf dem Weg zum Plan</translation>
    </message>
    <message>
        <source>Report made</source>
        <translation>Bericht erstellt</translation>
    </message>
    <message>
        <source>Told</source>
        <translation>Mitgeteilt</translation>
    </message>
    <message>
        <source>How it was made</source>
        <translation>Wie der Plan entstand</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Herkunft</translation>
    </message>
    <message>
        <source>How right</source>
        <translation>Wie genau</translation>
    </message>
    <message>
        <source>From what</source>
        <translation>Woraus</translation>
    </message>
    <message>
        <source>Restoration times told</source>
        <translation>Mitgeteilte Wiederversorgungszeiten</translation>
    </message>
    <message>
        <source>No time was told.</source>
        <translation>Keine Zeit wurde mitgeteilt.</translation>
    </message>
    <message>
        <source>{time} later than told</source>
        <translation>{time} später als mitgeteilt</translation>
    </message>
    <message>
        <source>{time} earlier than told</source>
        <translation>{time} früher als mitgeteilt</translation>
    </message>
    <message>
        <source>within the latest time</source>
        <translation>vor der spätesten Zeit</translation>
    </message>
    <message>
        <source>beyond the latest time</source>
        <translation>nach der spätesten Zeit</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Switching order {number}: {purpose}, {state}</source>
        <translation>Schaltauftrag {number}: {purpose}, {state}</translation>
    </message>
    <message>
        <source>Switching orders</source>
        <translation>Schaltaufträge</translation>
    </message>
    <message>
        <source>None was written.</source>
        <translation>Keiner wurde geschrieben.</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>Crews</source>
        <translation>Trupps</translation>
    </message>
    <message>
        <source>No crew was sent.</source>
        <translation>Kein Trupp wurde geschickt.</translation>
    </message>
    <message>
        <source>assigned {time}</source>
        <translation>beauftragt {time}</translation>
    </message>
    <message>
        <source>on site {time}</source>
        <translation>vor Ort {time}</translation>
    </message>
    <message>
        <source>found {time}</source>
        <translation>gefunden {time}</translation>
    </message>
    <message>
        <source>repaired {time}</source>
        <translation>repariert {time}</translation>
    </message>
    <message>
        <source>cleared {time}</source>
        <translation>geräumt {time}</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>Nothing is recorded.</source>
        <translation>Nichts ist eingetragen.</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>Konsole</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>Betriebstagebuch</translation>
    </message>
    <message>
        <source>Every kind</source>
        <translation>Jede Art</translation>
    </message>
    <message>
        <source>Any time</source>
        <translation>Jederzeit</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>Letzte Stunde</translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation>Letzte 24 Stunden</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Letzte 7 Tage</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Letzte 30 Tage</translation>
    </message>
    <message>
        <source>Kind of record</source>
        <translation>Art des Eintrags</translation>
    </message>
    <message>
        <source>How far back</source>
        <translation>Wie weit zurück</translation>
    </message>
    <message>
        <source>Older</source>
        <translation>Ältere</translation>
    </message>
    <message>
        <source>Show the records before these, too</source>
        <translation>Auch die Einträge davor zeigen</translation>
    </message>
    <message>
        <source>There are none before these</source>
        <translation>Davor gibt es keine</translation>
    </message>
    <message>
        <source>Nothing is recorded yet. Commands, tags, sign-ins and gaps of every console are listed here.</source>
        <translation>Noch ist nichts eingetragen. Befehle, Kennzeichen, Anmeldungen und Lücken aller Konsolen stehen dann hier.</translation>
    </message>
    <message>
        <source>The whole journal has no such record.</source>
        <translation>Das ganze Journal hat keinen solchen Eintrag.</translation>
    </message>
    <message>
        <source>Shunt</source>
        <translation>Querglied</translation>
    </message>
    <message>
        <source>Load by phase</source>
        <translation>Last je Leiter</translation>
    </message>
    <message>
        <source>Generation by phase</source>
        <translation>Erzeugung je Leiter</translation>
    </message>
    <message>
        <source>Breaker</source>
        <translation>Leistungsschalter</translation>
    </message>
    <message>
        <source>Load-break switch</source>
        <translation>Lasttrennschalter</translation>
    </message>
    <message>
        <source>Disconnector</source>
        <translation>Trennschalter</translation>
    </message>
    <message>
        <source>Recloser</source>
        <translation>Recloser</translation>
    </message>
    <message>
        <source>Fuse</source>
        <translation>Sicherung</translation>
    </message>
    <message>
        <source>intermediate</source>
        <translation>Zwischenstellung</translation>
    </message>
    <message>
        <source>position unknown</source>
        <translation>Stellung unbekannt</translation>
    </message>
    <message>
        <source>Both sides</source>
        <translation>Beide Seiten</translation>
    </message>
    <message>
        <source>Elements</source>
        <translation>Betriebsmittel</translation>
    </message>
    <message>
        <source>Switch</source>
        <translation>Schalter</translation>
    </message>
    <message>
        <source>Step {number}</source>
        <translation>Schritt {number}</translation>
    </message>
    <message>
        <source>In {branch}</source>
        <translation>In {branch}</translation>
    </message>
    <message>
        <source>Planned outage report</source>
        <translation>Bericht zur geplanten Abschaltung</translation>
    </message>
    <message>
        <source>Outage report</source>
        <translation>Störungsbericht</translation>
    </message>
    <message>
        <source>NOT FINAL – the incident is not closed</source>
        <translation>NICHT ENDGÜLTIG – die Störung ist nicht abgeschlossen</translation>
    </message>
    <message>
        <source>Figures are counted up to {time}.</source>
        <translation>Die Zahlen gelten bis {time}.</translation>
    </message>
    <message>
        <source>planned interruption</source>
        <translation>geplante Unterbrechung</translation>
    </message>
    <message>
        <source>fault</source>
        <translation>Störung</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>Ursache</translation>
    </message>
    <message>
        <source>Tripped</source>
        <translation>Ausgelöst</translation>
    </message>
    <message>
        <source>First customer without supply</source>
        <translation>Erster Kunde unversorgt</translation>
    </message>
    <message>
        <source>Last customer has supply again</source>
        <translation>Letzter Kunde wieder versorgt</translation>
    </message>
    <message>
        <source>Longest interruption</source>
        <translation>Längste Unterbrechung</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Geschlossen</translation>
    </message>
    <message>
        <source>{count} are without supply</source>
        <translation>{count} sind unversorgt</translation>
    </message>
    <message>
        <source>SAIDI {saidi} min · SAIFI {saifi} · {minutes} customer minutes · {count} customers interrupted</source>
        <translation>SAIDI {saidi} min · SAIFI {saifi} · {minutes} Kundenminuten · {count} Kunden unterbrochen</translation>
    </message>
    <message>
        <source>What this incident adds to the indices of IEEE Std 1366: SAIDI = sum of customers × minutes, SAIFI = sum of customers, over stages longer than {threshold} minutes, each per customer served ({served}). All stages, shorter ones too: {all} customer minutes.</source>
        <translation>Beitrag dieser Störung zu den Kennzahlen nach IEEE Std 1366: SAIDI = Summe aus Kunden × Minuten, SAIFI = Summe der Kunden, über Zeitabschnitte von mehr als {threshold} Minuten, je angeschlossenem Kunden ({served}). Alle Zeitabschnitte, auch kürzere: {all} Kundenminuten.</translation>
    </message>
    <message>
        <source>Interruption figures</source>
        <translation>Kennzahlen der Unterbrechung</translation>
    </message>
    <message>
        <source>Interruption figures so far</source>
        <translation>Kennzahlen der Unterbrechung bisher</translation>
    </message>
    <message>
        <source>Intermediate position</source>
        <translation>Zwischenstellung</translation>
    </message>
    <message>
        <source>Position unknown</source>
        <translation>Stellung unbekannt</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>{purpose}: proposed</source>
        <translation>{purpose}: Vorschlag</translation>
    </message>
    <message>
        <source>There is no plan yet.</source>
        <translation>Es gibt noch keinen Plan.</translation>
    </message>
    <message>
        <source>A step of it fails its proof.</source>
        <translation>Einer seiner Schritte besteht die Prüfung nicht.</translation>
    </message>
    <message>
        <source>Plan again</source>
        <translation>Neu planen</translation>
    </message>
    <message>
        <source>From what is true now</source>
        <translation>Vom jetzigen Zustand aus</translation>
    </message>
    <message>
        <source>Nothing to switch: go on</source>
        <translation>Nichts zu schalten: weiter</translation>
    </message>
    <message>
        <source>Note that everybody who can be supplied before the repair is</source>
        <translation>Festhalten, dass jeder versorgt ist, der es vor der Reparatur sein kann</translation>
    </message>
    <message>
        <source>Make it an order</source>
        <translation>Schaltauftrag daraus machen</translation>
    </message>
    <message>
        <source>Nothing is switched by that yet</source>
        <translation>Damit wird noch nichts geschaltet</translation>
    </message>
    <message>
        <source>every step solved</source>
        <translation>jeder Schritt gerechnet</translation>
    </message>
    <message>
        <source>{count} customers of the whole network without supply</source>
        <translation>{count} Kunden des ganzen Netzes ohne Versorgung</translation>
    </message>
    <message>
        <source>looking for a better one …</source>
        <translation>ein besserer wird gesucht …</translation>
    </message>
    <message>
        <source>worst {voltage}, {loading}</source>
        <translation>schlechteste Werte {voltage}, {loading}</translation>
    </message>
    <message>
        <source>Not to be carried out: step {number} ({step}) fails its proof: {reason}</source>
        <translation>Nicht auszuführen: Schritt {number} ({step}) besteht die Prüfung nicht: {reason}</translation>
    </message>
    <message>
        <source>Not to be carried out: {reason}</source>
        <translation>Nicht auszuführen: {reason}</translation>
    </message>
    <message>
        <source>A plan is being made …</source>
        <translation>Ein Plan wird erstellt …</translation>
    </message>
    <message>
        <source>Nothing is to be switched: everybody who can have supply before the repair has it.</source>
        <translation>Nichts ist zu schalten: Wer vor der Reparatur versorgt werden kann, ist versorgt.</translation>
    </message>
    <message>
        <source>{count} operations, all remote</source>
        <translation>{count} Schalthandlungen, alle fern</translation>
    </message>
    <message>
        <source>{count} operations, {manual} on site, about {minutes} min</source>
        <translation>{count} Schalthandlungen, {manual} vor Ort, etwa {minutes} min</translation>
    </message>
    <message>
        <source>cuts off {count} customers</source>
        <translation>nimmt {count} Kunden die Versorgung</translation>
    </message>
    <message>
        <source>{served} of {dead} customers</source>
        <translation>{served} von {dead} Kunden</translation>
    </message>
    <message>
        <source>most supplied</source>
        <translation>meiste Kunden versorgt</translation>
    </message>
    <message>
        <source>fewer operations</source>
        <translation>weniger Schalthandlungen</translation>
    </message>
    <message>
        <source>more margin</source>
        <translation>mehr Reserve</translation>
    </message>
    <message>
        <source>without the steps you removed</source>
        <translation>ohne die entfernten Schritte</translation>
    </message>
    <message>
        <source>not to be carried out</source>
        <translation>nicht auszuführen</translation>
    </message>
    <message>
        <source>fails its proof</source>
        <translation>besteht die Prüfung nicht</translation>
    </message>
    <message>
        <source>remote</source>
        <translation>fernbedient</translation>
    </message>
    <message>
        <source>After it: lowest {voltage} at {bus}, highest loading {loading} {element}</source>
        <translation>Danach: niedrigste Spannung {voltage} an {bus}, höchste Auslastung {loading} {element}</translation>
    </message>
    <message>
        <source>Chance of closing onto the fault {chance}</source>
        <translation>Wahrscheinlichkeit, auf den Fehler zu schalten: {chance}</translation>
    </message>
    <message>
        <source>min {voltage} · {loading}</source>
        <translation>min. {voltage} · {loading}</translation>
    </message>
    <message>
        <source>patrol first, or a supervised test</source>
        <translation>erst begehen oder überwachte Probeschaltung</translation>
    </message>
    <message>
        <source>prove it dead first: generation may hold a voltage</source>
        <translation>erst Spannungsfreiheit feststellen: Erzeugung kann eine Spannung halten</translation>
    </message>
    <message>
        <source>closing onto the fault: {chance}</source>
        <translation>Einschalten auf den Fehler: {chance}</translation>
    </message>
    <message>
        <source>{served} of all {dead} customers out</source>
        <translation>{served} von allen {dead} Kunden ohne Versorgung</translation>
    </message>
    <message>
        <source>as proven: {figures}</source>
        <translation>wie nachgewiesen: {figures}</translation>
    </message>
    <message>
        <source>figures as proven {time}</source>
        <translation>Werte wie nachgewiesen {time}</translation>
    </message>
    <message>
        <source>written by {name} at {time}</source>
        <translation>geschrieben von {name} um {time}</translation>
    </message>
    <message>
        <source>every step solved at {time}</source>
        <translation>jeder Schritt gerechnet um {time}</translation>
    </message>
    <message>
        <source>approved by {name}</source>
        <translation>genehmigt von {name}</translation>
    </message>
    <message>
        <source>Being proven for the present …</source>
        <translation>Wird für den jetzigen Zustand geprüft …</translation>
    </message>
    <message>
        <source>Halted: {reason}</source>
        <translation>Angehalten: {reason}</translation>
    </message>
    <message>
        <source>it has changed since it was checked</source>
        <translation>er wurde seit der Prüfung geändert</translation>
    </message>
    <message>
        <source>Not accepted as it is now: {reason}</source>
        <translation>So nicht angenommen: {reason}</translation>
    </message>
    <message>
        <source>Given up: {reason}</source>
        <translation>Abgebrochen: {reason}</translation>
    </message>
    <message>
        <source>Carried out at {console}</source>
        <translation>Wird an {console} ausgeführt</translation>
    </message>
    <message>
        <source>Before step {number}: {what}</source>
        <translation>Vor Schritt {number}: {what}</translation>
    </message>
    <message>
        <source>{crew} has not read step {number} back for {minutes} min: call again, or note that it cannot be done.</source>
        <translation>{crew} hat Schritt {number} seit {minutes} min nicht wiederholt: noch einmal rufen oder vermerken, dass er nicht möglich ist.</translation>
    </message>
    <message>
        <source>Halted; what is left was proven at {time}</source>
        <translation>Angehalten; der Rest wurde um {time} nachgewiesen</translation>
    </message>
    <message>
        <source>{crew} still has the instruction “{step}”: call it off, or hear what was done.</source>
        <translation>{crew} hat noch die Anweisung „{step}“: zurücknehmen oder hören, was getan wurde.</translation>
    </message>
    <message>
        <source>feedback after {seconds} s</source>
        <translation>Rückmeldung nach {seconds} s</translation>
    </message>
    <message>
        <source>done, told by the crew</source>
        <translation>erledigt, vom Trupp gemeldet</translation>
    </message>
    <message>
        <source>left out: {reason}</source>
        <translation>ausgelassen: {reason}</translation>
    </message>
    <message>
        <source>operating</source>
        <translation>wird geschaltet</translation>
    </message>
    <message>
        <source>told, waits for the read-back</source>
        <translation>angewiesen, wartet auf Rückbestätigung</translation>
    </message>
    <message>
        <source>read back, being done</source>
        <translation>rückbestätigt, wird ausgeführt</translation>
    </message>
    <message>
        <source>done, says the crew; the field has to show it</source>
        <translation>laut Trupp ausgeführt; das Feld muss es noch zeigen</translation>
    </message>
    <message>
        <source>read back</source>
        <translation>rückbestätigt</translation>
    </message>
    <message>
        <source>executed</source>
        <translation>ausgeführt</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>promised: {count} customers of the whole network without supply after it</source>
        <translation>zugesagt: danach {count} Kunden des ganzen Netzes ohne Versorgung</translation>
    </message>
    <message>
        <source>As a PDF or on paper, in the usual columns</source>
        <translation>Als PDF oder auf Papier, in den üblichen Spalten</translation>
    </message>
    <message>
        <source>Give up…</source>
        <translation>Auftrag abbrechen…</translation>
    </message>
    <message>
        <source>The order ends; what was done stays done</source>
        <translation>Der Schaltauftrag endet; Ausgeführtes bleibt bestehen</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Neu prüfen</translation>
    </message>
    <message>
        <source>Solve every step from what is true now</source>
        <translation>Jeden Schritt vom jetzigen Zustand aus rechnen</translation>
    </message>
    <message>
        <source>Have it approved…</source>
        <translation>Genehmigen lassen…</translation>
    </message>
    <message>
        <source>By a second person, who signs for it</source>
        <translation>Durch eine zweite Person, die dafür zeichnet</translation>
    </message>
    <message>
        <source>Each remote step follows the feedback of the one before; halts at steps on site and the unexpected</source>
        <translation>Jeder ferne Schritt folgt auf die Rückmeldung des vorigen; hält bei Schritten vor Ort und bei Unerwartetem an</translation>
    </message>
    <message>
        <source>Run through</source>
        <translation>Durchlaufen lassen</translation>
    </message>
    <message>
        <source>Start: {step}</source>
        <translation>Beginnen: {step}</translation>
    </message>
    <message>
        <source>Proves what is left for the present, then begins</source>
        <translation>Prüft den Rest für den jetzigen Zustand und beginnt dann</translation>
    </message>
    <message>
        <source>is being proven</source>
        <translation>wird geprüft</translation>
    </message>
    <message>
        <source>Take it over</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Halts it there, to go on here</source>
        <translation>Hält ihn dort an, um hier fortzufahren</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Nothing further is begun; what was sent ends by itself</source>
        <translation>Nichts Weiteres wird begonnen; Gesendetes läuft zu Ende</translation>
    </message>
    <message>
        <source>Next: {step}</source>
        <translation>Weiter: {step}</translation>
    </message>
    <message>
        <source>The remote steps by themselves</source>
        <translation>Die fernen Schritte selbsttätig</translation>
    </message>
    <message>
        <source>Tell a crew: {step}…</source>
        <translation>Trupp anweisen: {step}…</translation>
    </message>
    <message>
        <source>waits for {name}</source>
        <translation>wartet auf {name}</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Cannot be done…</source>
        <translation>Nicht ausführbar…</translation>
    </message>
    <message>
        <source>The crew could not do it; the order halts</source>
        <translation>Der Trupp konnte es nicht; der Schaltauftrag hält an</translation>
    </message>
    <message>
        <source>Repeated word for word</source>
        <translation>Wort für Wort wiederholt</translation>
    </message>
    <message>
        <source>Done: {step}</source>
        <translation>Erledigt: {step}</translation>
    </message>
    <message>
        <source>the field does not show it yet</source>
        <translation>das Feld zeigt es noch nicht</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Erledigt</translation>
    </message>
    <message>
        <source>Try step {number} again</source>
        <translation>Schritt {number} noch einmal versuchen</translation>
    </message>
    <message>
        <source>Go on without it…</source>
        <translation>Ohne ihn fortfahren…</translation>
    </message>
    <message>
        <source>What is left is proven anew</source>
        <translation>Der Rest wird neu geprüft</translation>
    </message>
    <message>
        <source>Plan from here</source>
        <translation>Von hier aus planen</translation>
    </message>
    <message>
        <source>Another plan from what is true now</source>
        <translation>Ein anderer Plan vom jetzigen Zustand aus</translation>
    </message>
    <message>
        <source>Take the plan over</source>
        <translation>Plan übernehmen</translation>
    </message>
    <message>
        <source>The chosen plan replaces the steps still to come</source>
        <translation>Der gewählte Plan ersetzt die noch ausstehenden Schritte</translation>
    </message>
    <message>
        <source>it has no step that can be carried out</source>
        <translation>er hat keinen ausführbaren Schritt</translation>
    </message>
    <message>
        <source>It is done: {step}</source>
        <translation>Es ist getan: {step}</translation>
    </message>
    <message>
        <source>{crew} knows that it must not do it any more</source>
        <translation>{crew} weiß, dass sie es nicht mehr tun darf</translation>
    </message>
    <message>
        <source>Called off…</source>
        <translation>Zurückgenommen …</translation>
    </message>
    <message>
        <source>It is not done…</source>
        <translation>Es ist nicht getan …</translation>
    </message>
    <message>
        <source>The crew has looked again</source>
        <translation>Der Trupp hat noch einmal nachgesehen</translation>
    </message>
    <message>
        <source>Solve every step anew</source>
        <translation>Jeden Schritt neu rechnen</translation>
    </message>
    <message>
        <source>By a second person</source>
        <translation>Durch eine zweite Person</translation>
    </message>
    <message>
        <source>Proves what is left, then goes on</source>
        <translation>Prüft den Rest und fährt dann fort</translation>
    </message>
    <message>
        <source>by hand on site</source>
        <translation>von Hand vor Ort</translation>
    </message>
    <message>
        <source>normal state</source>
        <translation>Normalzustand</translation>
    </message>
    <message>
        <source>not its normal state</source>
        <translation>nicht im Normalzustand</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Angeschlossen</translation>
    </message>
    <message>
        <source>Nominal voltage</source>
        <translation>Nennspannung</translation>
    </message>
    <message>
        <source>Distance from source</source>
        <translation>Abstand von der Quelle</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>What the other measurements say of it</source>
        <translation>Was die anderen Messungen über sie sagen</translation>
    </message>
    <message>
        <source>It has not been carried out, or no record of that is kept here.</source>
        <translation>Der Plan wurde nicht ausgeführt, oder hier liegt keine Aufzeichnung davon vor.</translation>
    </message>
    <message>
        <source>Execution</source>
        <translation>Ausführung</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>gesendet</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>übersprungen</translation>
    </message>
    <message>
        <source>Released</source>
        <translation>Ausgelöst</translation>
    </message>
    <message>
        <source>by</source>
        <translation>von</translation>
    </message>
    <message>
        <source>Setpoints sent</source>
        <translation>Gesendete Sollwerte</translation>
    </message>
    <message>
        <source>Found so already</source>
        <translation>Schon so vorgefunden</translation>
    </message>
    <message>
        <source>Refused or failed</source>
        <translation>Abgelehnt oder gescheitert</translation>
    </message>
    <message>
        <source>asked for by {author}, {time}</source>
        <translation>angefordert von {author}, {time}</translation>
    </message>
    <message>
        <source>approved by {name}, {time}</source>
        <translation>freigegeben von {name}, {time}</translation>
    </message>
    <message>
        <source>not approved</source>
        <translation>nicht freigegeben</translation>
    </message>
    <message>
        <source>Point</source>
        <translation>Datenpunkt</translation>
    </message>
    <message>
        <source>Value, in the point&apos;s unit</source>
        <translation>Wert, in der Einheit des Punkts</translation>
    </message>
    <message>
        <source>Setpoints that did not get there</source>
        <translation>Nicht angekommene Sollwerte</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>None.</source>
        <translation>Keine.</translation>
    </message>
    <message>
        <source>Because</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Resumed</source>
        <translation>Fortgesetzt</translation>
    </message>
    <message>
        <source>Suspensions</source>
        <translation>Aussetzungen</translation>
    </message>
    <message>
        <source>exchange</source>
        <translation>Austausch</translation>
    </message>
    <message>
        <source>lowest voltage</source>
        <translation>niedrigste Spannung</translation>
    </message>
    <message>
        <source>energy</source>
        <translation>Energie</translation>
    </message>
    <message>
        <source>beyond</source>
        <translation>außerhalb</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Messgröße</translation>
    </message>
    <message>
        <source>Planned</source>
        <translation>Geplant</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>Gemessen</translation>
    </message>
    <message>
        <source>Band, either side</source>
        <translation>Band, je Seite</translation>
    </message>
    <message>
        <source>Band kept</source>
        <translation>Band eingehalten</translation>
    </message>
    <message>
        <source>Each measure where it lay farthest from the plan, against its band, while the step ran.</source>
        <translation>Jede Messgröße dort, wo sie während des Schritts am weitesten vom Plan abwich, verglichen mit ihrem Band.</translation>
    </message>
    <message>
        <source>Nothing was measured against it.</source>
        <translation>Nichts wurde dagegen gemessen.</translation>
    </message>
    <message>
        <source>Deviations measured</source>
        <translation>Gemessene Abweichungen</translation>
    </message>
    <message>
        <source>As it came from the field</source>
        <translation>Wie es aus dem Feld kam</translation>
    </message>
    <message>
        <source>Estimated</source>
        <translation>Geschätzt</translation>
    </message>
    <message>
        <source>What the others say it should read</source>
        <translation>Was sie nach den anderen zeigen müsste</translation>
    </message>
    <message>
        <source>Deviations</source>
        <translation>Abweichungen</translation>
    </message>
    <message>
        <source>How far apart they are, in standard deviations</source>
        <translation>Wie weit beide auseinanderliegen, in Standardabweichungen</translation>
    </message>
    <message>
        <source>The state estimate follows the first load flow.</source>
        <translation>Die Zustandsschätzung folgt auf den ersten Lastfluss.</translation>
    </message>
    <message>
        <source>Estimate</source>
        <translation>Schätzung</translation>
    </message>
    <message>
        <source>Measurements against each other</source>
        <translation>Messungen gegeneinander</translation>
    </message>
    <message>
        <source>State estimate</source>
        <translation>Zustandsschätzung</translation>
    </message>
    <message>
        <source>no state estimate</source>
        <translation>keine Zustandsschätzung</translation>
    </message>
    <message>
        <source>estimate ±{band} pu</source>
        <translation>Schätzung ±{band} pu</translation>
    </message>
    <message>
        <source>■ {count} suspect, {estimate}</source>
        <translation>■ {count} verdächtig, {estimate}</translation>
    </message>
    <message>
        <source>Median of the band that 95 of 100 voltages lie in; {engine}.</source>
        <translation>Median des Bandes, in dem 95 von 100 Spannungen liegen; {engine}.</translation>
    </message>
    <message>
        <source>Only assumed loads determine (first bus: buses): {parts}</source>
        <translation>Nur angenommene Lasten bestimmen (erste Sammelschiene: Anzahl): {parts}</translation>
    </message>
    <message>
        <source>Nothing is estimated.</source>
        <translation>Nichts ist geschätzt.</translation>
    </message>
    <message>
        <source>contradicts the position</source>
        <translation>widerspricht der Stellung</translation>
    </message>
    <message>
        <source>Nothing is measured.</source>
        <translation>Nichts ist gemessen.</translation>
    </message>
    <message>
        <source>not estimated</source>
        <translation>nicht geschätzt</translation>
    </message>
    <message>
        <source>estimated from assumed loads</source>
        <translation>aus angenommenen Lasten geschätzt</translation>
    </message>
    <message>
        <source>95 of 100 times the true voltage lies within.</source>
        <translation>95 von 100 Mal liegt die wahre Spannung darin.</translation>
    </message>
    <message>
        <source>{measured}, the others say {estimated}</source>
        <translation>{measured}, nach den anderen {estimated}</translation>
    </message>
    <message>
        <source>Suspect: {point}</source>
        <translation>Verdächtig: {point}</translation>
    </message>
    <message>
        <source>Suspect: position</source>
        <translation>Verdächtig: Stellung</translation>
    </message>
    <message>
        <source>the plan may not be carried out</source>
        <translation>der Plan darf nicht ausgeführt werden</translation>
    </message>
    <message>
        <source>the AC load flow of {missing} of {steps} steps has no solution</source>
        <translation>der AC-Lastfluss hat für {missing} von {steps} Schritten keine Lösung</translation>
    </message>
    <message>
        <source>voltages of the load flow differ by {value} pu from the plan&apos;s</source>
        <translation>Spannungen des Lastflusses weichen um {value} pu von denen des Plans ab</translation>
    </message>
    <message>
        <source>losses of the load flow differ by {value} from the plan&apos;s</source>
        <translation>Verluste des Lastflusses weichen um {value} von denen des Plans ab</translation>
    </message>
    <message>
        <source>{count} limits are violated, {kind} at {place} first</source>
        <translation>{count} Grenzen sind verletzt, zuerst {kind} bei {place}</translation>
    </message>
    <message>
        <source>the reference engine disagrees with the load flow</source>
        <translation>das Referenzverfahren widerspricht dem Lastfluss</translation>
    </message>
    <message>
        <source>the reference engine has not compared the load flow</source>
        <translation>das Referenzverfahren hat den Lastfluss nicht verglichen</translation>
    </message>
    <message>
        <source>it has no cost: what was found does not hold</source>
        <translation>er hat keine Kosten: was gefunden wurde, hält nicht</translation>
    </message>
    <message>
        <source>there is no lower bound on the cost</source>
        <translation>es gibt keine untere Schranke der Kosten</translation>
    </message>
    <message>
        <source>the gap of {gap} is more than the {asked} asked for</source>
        <translation>die Lücke von {gap} ist größer als die verlangten {asked}</translation>
    </message>
    <message>
        <source>Proven: within the gap, AC checked, all limits kept</source>
        <translation>Nachgewiesen: innerhalb der Lücke, AC geprüft, alle Grenzen eingehalten</translation>
    </message>
    <message>
        <source>Not fully proven</source>
        <translation>Nicht voll nachgewiesen</translation>
    </message>
    <message>
        <source>Not to be carried out</source>
        <translation>Nicht auszuführen</translation>
    </message>
    <message>
        <source>No plan</source>
        <translation>Kein Plan</translation>
    </message>
    <message>
        <source>by {name}</source>
        <translation>von {name}</translation>
    </message>
    <message>
        <source>planned {time} in {seconds} s</source>
        <translation>geplant {time} in {seconds} s</translation>
    </message>
    <message>
        <source>on {network}</source>
        <translation>auf {network}</translation>
    </message>
    <message>
        <source>asked {gap}</source>
        <translation>verlangt {gap}</translation>
    </message>
    <message>
        <source>{solved} of {steps} steps</source>
        <translation>{solved} von {steps} Schritten</translation>
    </message>
    <message>
        <source>AC load flow</source>
        <translation>AC-Lastfluss</translation>
    </message>
    <message>
        <source>{value} pu</source>
        <translation>{value} pu</translation>
    </message>
    <message>
        <source>Largest difference</source>
        <translation>Größte Abweichung</translation>
    </message>
    <message>
        <source>Losses differ by</source>
        <translation>Verluste weichen ab um</translation>
    </message>
    <message>
        <source>all kept</source>
        <translation>alle eingehalten</translation>
    </message>
    <message>
        <source>{count} violated</source>
        <translation>{count} verletzt</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>agrees</source>
        <translation>stimmt überein</translation>
    </message>
    <message>
        <source>disagrees</source>
        <translation>widerspricht</translation>
    </message>
    <message>
        <source>Reference engine</source>
        <translation>Referenzverfahren</translation>
    </message>
    <message>
        <source>not asked</source>
        <translation>nicht gefragt</translation>
    </message>
    <message>
        <source>{time} {kind}, {place}</source>
        <translation>{time} {kind}, {place}</translation>
    </message>
    <message>
        <source>{limit} {unit}; one {unit} more saves {price}</source>
        <translation>{limit} {unit}; ein {unit} mehr spart {price}</translation>
    </message>
    <message>
        <source>cannot be checked</source>
        <translation>nicht prüfbar</translation>
    </message>
    <message>
        <source>■ contradicts the others</source>
        <translation>■ widerspricht den anderen</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>nicht verwendet</translation>
    </message>
    <message>
        <source>Alarms an operator gets in an hour</source>
        <translation>Alarme je Bediener und Stunde</translation>
    </message>
    <message>
        <source>up to 6, at most 12</source>
        <translation>bis 6, höchstens 12</translation>
    </message>
    <message>
        <source>Most in ten minutes</source>
        <translation>Höchstzahl in zehn Minuten</translation>
    </message>
    <message>
        <source>at most 10</source>
        <translation>höchstens 10</translation>
    </message>
    <message>
        <source>Time spent in floods</source>
        <translation>Zeit in Alarmfluten</translation>
    </message>
    <message>
        <source>below 1 %</source>
        <translation>unter 1 %</translation>
    </message>
    <message>
        <source>Standing now</source>
        <translation>Anstehend</translation>
    </message>
    <message>
        <source>up to 10</source>
        <translation>bis 10</translation>
    </message>
    <message>
        <source>Standing for more than a day</source>
        <translation>Länger als einen Tag anstehend</translation>
    </message>
    <message>
        <source>fewer than 5</source>
        <translation>weniger als 5</translation>
    </message>
    <message>
        <source>Chattering</source>
        <translation>Flatternd</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>The ten most frequent make</source>
        <translation>Anteil der zehn häufigsten</translation>
    </message>
    <message>
        <source>up to 5 % in a month</source>
        <translation>bis 5 % im Monat</translation>
    </message>
    <message>
        <source>Shelved / suppressed / out of service</source>
        <translation>Zurückgestellt / unterdrückt / außer Betrieb</translation>
    </message>
    <message>
        <source>Raised since {time}</source>
        <translation>Gekommen seit {time}</translation>
    </message>
    <message>
        <source>Raised</source>
        <translation>Gekommen</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>{begin} to {end}: {count} alarms</source>
        <translation>{begin} bis {end}: {count} Alarme</translation>
    </message>
    <message>
        <source>Flood</source>
        <translation>Alarmflut</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Alarm figures</source>
        <translation>Alarmkennzahlen</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Judgement</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>As received, after scaling; marked where it is not plainly good</source>
        <translation>Wie empfangen, nach der Skalierung; bezeichnet, wo nicht einwandfrei</translation>
    </message>
    <message>
        <source>all {kind}</source>
        <translation>{kind} gesamt</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Einheit</translation>
    </message>
    <message>
        <source>Available, MWh</source>
        <translation>Verfügbar, MWh</translation>
    </message>
    <message>
        <source>Used, MWh</source>
        <translation>Genutzt, MWh</translation>
    </message>
    <message>
        <source>Used, %</source>
        <translation>Genutzt, %</translation>
    </message>
    <message>
        <source>The case has no wind and no PV.</source>
        <translation>Der Fall hat weder Wind noch PV.</translation>
    </message>
    <message>
        <source>Wind and PV, used and curtailed</source>
        <translation>Wind und PV, genutzt und abgeregelt</translation>
    </message>
    <message>
        <source>Wind and PV</source>
        <translation>Wind und PV</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Güte</translation>
    </message>
    <message>
        <source>How far it may be believed, where it comes from and how old it is</source>
        <translation>Wie weit ihm zu trauen ist, woher er kommt und wie alt er ist</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>Since it was received</source>
        <translation>Seit dem Empfang</translation>
    </message>
    <message>
        <source>Updates</source>
        <translation>Aktualisierungen</translation>
    </message>
    <message>
        <source>How often it has come lately</source>
        <translation>Wie oft er zuletzt kam</translation>
    </message>
    <message>
        <source>Measured at</source>
        <translation>Gemessen um</translation>
    </message>
    <message>
        <source>By the clock of its source, local time</source>
        <translation>Nach der Uhr der Quelle, Ortszeit</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>The points come with the first connection to the field.</source>
        <translation>Die Datenpunkte kommen mit der ersten Verbindung zum Feld.</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Datenpunkte</translation>
    </message>
    <message>
        <source>Bus bar</source>
        <translation>Sammelschiene</translation>
    </message>
    <message>
        <source>Bus</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>only days within {days} days of {day} in the year</source>
        <translation>nur Tage im Umkreis von {days} Tagen um den {day} im Jahr</translation>
    </message>
    <message>
        <source>{days} whole days of {source}, {first} to {last}</source>
        <translation>{days} ganze Tage aus {source}, {first} bis {last}</translation>
    </message>
    <message>
        <source>{count} incomplete days left out</source>
        <translation>{count} unvollständige Tage ausgelassen</translation>
    </message>
    <message>
        <source>the model is fitted to three quarters of them</source>
        <translation>das Modell ist an drei Viertel davon angepasst</translation>
    </message>
    <message>
        <source>Not scored: {reason}</source>
        <translation>Nicht bewertet: {reason}</translation>
    </message>
    <message>
        <source>On {days} days held out, {share} of what came lay in the 90 % band</source>
        <translation>An {days} zurückgehaltenen Tagen lagen {share} dessen, was kam, im 90-%-Band</translation>
    </message>
    <message>
        <source>of the net load {share}</source>
        <translation>von der Nettolast {share}</translation>
    </message>
    <message>
        <source>: the fan is too narrow.</source>
        <translation>: der Fächer ist zu schmal.</translation>
    </message>
    <message>
        <source>{value} (95 % interval {low} to {high})</source>
        <translation>{value} (95-%-Intervall {low} bis {high})</translation>
    </message>
    <message>
        <source>No history of {units}: give a CSV file that tells of them, else no plan over scenarios is made.</source>
        <translation>Keine Vergangenheit von {units}: eine CSV-Datei angeben, die von ihnen berichtet, sonst wird kein Plan über Szenarien gemacht.</translation>
    </message>
    <message>
        <source>Too few weeks to hold out whole ones: every fourth day was, which flatters the scores.</source>
        <translation>Zu wenige Wochen, um ganze zurückzuhalten: es war jeder vierte Tag, was die Bewertung schönt.</translation>
    </message>
    <message>
        <source>Net load (load less wind and PV), MW</source>
        <translation>Nettolast (Last ohne Wind und PV), MW</translation>
    </message>
    <message>
        <source>Wind and PV together, MW</source>
        <translation>Wind und PV zusammen, MW</translation>
    </message>
    <message>
        <source>{unit}, MW</source>
        <translation>{unit}, MW</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Last</translation>
    </message>
    <message>
        <source>PV {bus}</source>
        <translation>PV {bus}</translation>
    </message>
    <message>
        <source>Wind {bus}</source>
        <translation>Wind {bus}</translation>
    </message>
    <message>
        <source>bands of 90 % and 50 %, and the median</source>
        <translation>Bänder von 90 % und 50 % und der Median</translation>
    </message>
    <message>
        <source>Generation</source>
        <translation>Erzeugung</translation>
    </message>
    <message>
        <source>Phase {phase}</source>
        <translation>Leiter {phase}</translation>
    </message>
    <message>
        <source>Phases</source>
        <translation>Leiter</translation>
    </message>
    <message>
        <source>Storage, charging</source>
        <translation>Speicher, ladend</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>Kunden</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>Minuten</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>Zeitabschnitt</translation>
    </message>
    <message>
        <source>so far</source>
        <translation>bisher</translation>
    </message>
    <message>
        <source>SAIDI, min</source>
        <translation>SAIDI, min</translation>
    </message>
    <message>
        <source>SAIFI</source>
        <translation>SAIFI</translation>
    </message>
    <message>
        <source>Time told</source>
        <translation>Mitgeteilte Zeit</translation>
    </message>
    <message>
        <source>Switching step</source>
        <translation>Schaltschritt</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>Arbeit</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Critical among them</source>
        <translation>Davon kritisch</translation>
    </message>
    <message>
        <source>Setpoints of {clock}</source>
        <translation>Sollwerte von {clock}</translation>
    </message>
    <message>
        <source>Draft: a second person has to approve it</source>
        <translation>Entwurf: eine zweite Person muss ihn freigeben</translation>
    </message>
    <message>
        <source>Approved by {name}</source>
        <translation>Freigegeben von {name}</translation>
    </message>
    <message>
        <source>Released by hand</source>
        <translation>Von Hand ausgelöst</translation>
    </message>
    <message>
        <source>Armed by {name}</source>
        <translation>Scharf geschaltet von {name}</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>Ausgesetzt</translation>
    </message>
    <message>
        <source>Decided for {count} scenarios; what each has of its own goes out as expected.</source>
        <translation>Für {count} Szenarien entschieden; was jedes für sich hat, geht wie erwartet hinaus.</translation>
    </message>
    <message>
        <source>Nothing goes out; it does not go on by itself.</source>
        <translation>Nichts geht hinaus; von selbst geht es nicht weiter.</translation>
    </message>
    <message>
        <source>It is carried out at {console}.</source>
        <translation>Er wird an {console} ausgeführt.</translation>
    </message>
    <message>
        <source>No step is left</source>
        <translation>Kein Schritt ist übrig</translation>
    </message>
    <message>
        <source>going out</source>
        <translation>geht hinaus</translation>
    </message>
    <message>
        <source>sent {time}</source>
        <translation>gesendet {time}</translation>
    </message>
    <message>
        <source>begins in {time}</source>
        <translation>beginnt in {time}</translation>
    </message>
    <message>
        <source>due, {time} left</source>
        <translation>fällig, noch {time}</translation>
    </message>
    <message>
        <source>{sent} of {count} steps sent</source>
        <translation>{sent} von {count} Schritten gesendet</translation>
    </message>
    <message>
        <source>{count} skipped</source>
        <translation>{count} ausgelassen</translation>
    </message>
    <message>
        <source>{count} setpoints not sent from here</source>
        <translation>{count} Sollwerte nicht von hier gesendet</translation>
    </message>
    <message>
        <source>Exchange</source>
        <translation>Austausch</translation>
    </message>
    <message>
        <source>Lowest voltage</source>
        <translation>Niedrigste Spannung</translation>
    </message>
    <message>
        <source>Energy, {place}</source>
        <translation>Energie, {place}</translation>
    </message>
    <message>
        <source>with the upper grid, by the load flow of what is measured</source>
        <translation>mit dem übergeordneten Netz, nach dem Lastfluss der Messwerte</translation>
    </message>
    <message>
        <source>at {place}</source>
        <translation>an {place}</translation>
    </message>
    <message>
        <source>by its own meter</source>
        <translation>nach eigener Messung</translation>
    </message>
    <message>
        <source>The rest is being planned anew from what is measured …</source>
        <translation>Der Rest wird aus den Messwerten neu geplant …</translation>
    </message>
    <message>
        <source>Planned anew, but nothing that could be carried out was found: see “{name}”.</source>
        <translation>Neu geplant, aber nichts Ausführbares gefunden: siehe „{name}“.</translation>
    </message>
    <message>
        <source>Proposed for the rest: “{name}”. It needs approval.</source>
        <translation>Vorschlag für den Rest: „{name}“. Er braucht eine Freigabe.</translation>
    </message>
    <message>
        <source>of {count} allowed</source>
        <translation>von {count} erlaubten</translation>
    </message>
    <message>
        <source>In short</source>
        <translation>Kurz gefasst</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Cost by rules</source>
        <translation>Kosten nach Regeln</translation>
    </message>
    <message>
        <source>mean of the dearest {share} of days</source>
        <translation>Mittel der teuersten {share} der Tage</translation>
    </message>
    <message>
        <source>Worth of looking at scenarios</source>
        <translation>Wert des Blicks auf Szenarien</translation>
    </message>
    <message>
        <source>by rules {value}</source>
        <translation>nach Regeln {value}</translation>
    </message>
    <message>
        <source>Bought, less given back</source>
        <translation>Bezug abzüglich Rückspeisung</translation>
    </message>
    <message>
        <source>{used} of {available}, {lost} curtailed</source>
        <translation>{used} von {available}, {lost} abgeregelt</translation>
    </message>
    <message>
        <source>Highest voltage</source>
        <translation>Höchste Spannung</translation>
    </message>
    <message>
        <source>{bus}, {time}; its limit is {limit}</source>
        <translation>{bus}, {time}; seine Grenze ist {limit}</translation>
    </message>
    <message>
        <source>, kept within the tolerance of {value} pu</source>
        <translation>, innerhalb der Toleranz von {value} pu eingehalten</translation>
    </message>
    <message>
        <source>scenario {number}, {time}; the limit is {limit}</source>
        <translation>Szenario {number}, {time}; die Grenze ist {limit}</translation>
    </message>
    <message>
        <source>Buses</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Farthest bus</source>
        <translation>Fernster Knoten</translation>
    </message>
    <message>
        <source>Feeder {name}</source>
        <translation>Abgang {name}</translation>
    </message>
    <message>
        <source>Click something on the diagram, or press Ctrl+K and type its name.</source>
        <translation>Etwas im Netzbild anklicken oder Strg+K drücken und den Namen tippen.</translation>
    </message>
    <message>
        <source>Nothing selected</source>
        <translation>Nichts ausgewählt</translation>
    </message>
    <message>
        <source>Line sections</source>
        <translation>Leitungsabschnitte</translation>
    </message>
    <message>
        <source>Transformers</source>
        <translation>Transformatoren</translation>
    </message>
    <message>
        <source>Three-winding transformers</source>
        <translation>Dreiwicklungstransformatoren</translation>
    </message>
    <message>
        <source>Impedances</source>
        <translation>Impedanzen</translation>
    </message>
    <message>
        <source>Switches</source>
        <translation>Schalter</translation>
    </message>
    <message>
        <source>Loads</source>
        <translation>Lasten</translation>
    </message>
    <message>
        <source>Storages</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Generators</source>
        <translation>Generatoren</translation>
    </message>
    <message>
        <source>Capacitors and reactors</source>
        <translation>Kondensatoren und Drosseln</translation>
    </message>
    <message>
        <source>External grids</source>
        <translation>Einspeisungen</translation>
    </message>
    <message>
        <source>Loads by phase</source>
        <translation>Lasten je Leiter</translation>
    </message>
    <message>
        <source>Selected</source>
        <translation>Ausgewählt</translation>
    </message>
    <message>
        <source>Connected to these buses</source>
        <translation>An diesen Knoten angeschlossen</translation>
    </message>
    <message>
        <source>{count} selected</source>
        <translation>{count} ausgewählt</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>by hand, in the place of the telemetered value</source>
        <translation>von Hand, anstelle des fernübertragenen Werts</translation>
    </message>
    <message>
        <source>telemetered, never received</source>
        <translation>fernübertragen, nie empfangen</translation>
    </message>
    <message>
        <source>telemetered, {quality}, received {age} ago</source>
        <translation>fernübertragen, {quality}, vor {age} empfangen</translation>
    </message>
    <message>
        <source>by hand, not telemetered</source>
        <translation>von Hand, nicht fernübertragen</translation>
    </message>
    <message>
        <source>from the records, not telemetered</source>
        <translation>aus den Unterlagen, nicht fernübertragen</translation>
    </message>
    <message>
        <source>invalid</source>
        <translation>ungültig</translation>
    </message>
    <message>
        <source>questionable</source>
        <translation>fraglich</translation>
    </message>
    <message>
        <source>current</source>
        <translation>aktuell</translation>
    </message>
    <message>
        <source>may be old</source>
        <translation>vielleicht veraltet</translation>
    </message>
    <message>
        <source>old</source>
        <translation>veraltet</translation>
    </message>
    <message>
        <source>limit</source>
        <translation>Grenzwert</translation>
    </message>
    <message>
        <source>state</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>rate of change</source>
        <translation>Änderungsgeschwindigkeit</translation>
    </message>
    <message>
        <source>communication</source>
        <translation>Kommunikation</translation>
    </message>
    <message>
        <source>quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>calculated</source>
        <translation>berechnet</translation>
    </message>
    <message>
        <source>field server</source>
        <translation>Feldserver</translation>
    </message>
    <message>
        <source>Calculated voltage</source>
        <translation>Berechnete Spannung</translation>
    </message>
    <message>
        <source>Calculated loading</source>
        <translation>Berechnete Auslastung</translation>
    </message>
    <message>
        <source>{count} customers without supply</source>
        <translation>{count} Kunden ohne Versorgung</translation>
    </message>
    <message>
        <source>{quantity} is doubtful</source>
        <translation>{quantity} ist zweifelhaft</translation>
    </message>
    <message>
        <source>{quantity} has failed</source>
        <translation>{quantity} ist ausgefallen</translation>
    </message>
    <message>
        <source>opened</source>
        <translation>geöffnet</translation>
    </message>
    <message>
        <source>protection has tripped</source>
        <translation>Schutz hat ausgelöst</translation>
    </message>
    <message>
        <source>fault current has passed</source>
        <translation>Fehlerstrom ist geflossen</translation>
    </message>
    <message>
        <source>no voltage</source>
        <translation>keine Spannung</translation>
    </message>
    <message>
        <source>opening is blocked</source>
        <translation>Öffnen ist gesperrt</translation>
    </message>
    <message>
        <source>closing is blocked</source>
        <translation>Schließen ist gesperrt</translation>
    </message>
    <message>
        <source>reclosing is off</source>
        <translation>Wiedereinschaltung ist aus</translation>
    </message>
    <message>
        <source>between its positions</source>
        <translation>zwischen den Stellungen</translation>
    </message>
    <message>
        <source>contradictory position</source>
        <translation>widersprüchliche Stellung</translation>
    </message>
    <message>
        <source>no communication</source>
        <translation>keine Kommunikation</translation>
    </message>
    <message>
        <source>value is doubtful</source>
        <translation>Wert ist zweifelhaft</translation>
    </message>
    <message>
        <source>value has failed</source>
        <translation>Wert ist ausgefallen</translation>
    </message>
    <message>
        <source>voltage jumps</source>
        <translation>Spannung springt</translation>
    </message>
    <message>
        <source>load jumps</source>
        <translation>Last springt</translation>
    </message>
    <message>
        <source>nearly empty</source>
        <translation>fast leer</translation>
    </message>
    <message>
        <source>voltage above limit</source>
        <translation>Spannung über dem Grenzwert</translation>
    </message>
    <message>
        <source>voltage below limit</source>
        <translation>Spannung unter dem Grenzwert</translation>
    </message>
    <message>
        <source>voltage beyond emergency limit</source>
        <translation>Spannung jenseits der Notgrenze</translation>
    </message>
    <message>
        <source>customers without supply</source>
        <translation>Kunden ohne Versorgung</translation>
    </message>
    <message>
        <source>measurement contradicts the others</source>
        <translation>Messung widerspricht den anderen</translation>
    </message>
    <message>
        <source>flow contradicts the position</source>
        <translation>Fluss widerspricht der Stellung</translation>
    </message>
    <message>
        <source>the load flow has no solution</source>
        <translation>der Lastfluss hat keine Lösung</translation>
    </message>
    <message>
        <source>{quantity} {value} above {limit} {unit}</source>
        <translation>{quantity} {value} über {limit} {unit}</translation>
    </message>
    <message>
        <source>{quantity} {value} below {limit} {unit}</source>
        <translation>{quantity} {value} unter {limit} {unit}</translation>
    </message>
    <message>
        <source>{quantity} changes faster than {limit} {unit} a second</source>
        <translation>{quantity} ändert sich schneller als {limit} {unit} je Sekunde</translation>
    </message>
    <message>
        <source>chattering</source>
        <translation>flatternd</translation>
    </message>
    <message>
        <source>for more than a day</source>
        <translation>seit mehr als einem Tag</translation>
    </message>
    <message>
        <source>returned {time}</source>
        <translation>gegangen {time}</translation>
    </message>
    <message>
        <source>calculated from values that may be old</source>
        <translation>aus vielleicht veralteten Werten berechnet</translation>
    </message>
    <message>
        <source>calculated from old values</source>
        <translation>aus veralteten Werten berechnet</translation>
    </message>
    <message>
        <source>Voltage, {bus}</source>
        <translation>Spannung, {bus}</translation>
    </message>
    <message>
        <source>Line to line</source>
        <translation>Verkettet</translation>
    </message>
    <message>
        <source>Marked</source>
        <translation>Gekennzeichnet</translation>
    </message>
    <message>
        <source>given</source>
        <translation>vorgegeben</translation>
    </message>
    <message>
        <source>from the profiles, its own value is old</source>
        <translation>nach Profil, der eigene Wert ist veraltet</translation>
    </message>
    <message>
        <source>allocated from the profiles</source>
        <translation>nach Profilen aufgeteilt</translation>
    </message>
    <message>
        <source>from the profiles</source>
        <translation>nach Profil</translation>
    </message>
    <message>
        <source>not calculated</source>
        <translation>nicht berechnet</translation>
    </message>
    <message>
        <source>not solved</source>
        <translation>nicht gerechnet</translation>
    </message>
    <message>
        <source>calculated, out of date</source>
        <translation>berechnet, überholt</translation>
    </message>
    <message>
        <source>estimated: the loads of its feeder are not measured</source>
        <translation>geschätzt: die Lasten seines Abgangs sind nicht gemessen</translation>
    </message>
    <message>
        <source>Position is</source>
        <translation>Stellung ist</translation>
    </message>
    <message>
        <source>Measured voltage</source>
        <translation>Gemessene Spannung</translation>
    </message>
    <message>
        <source>Measured power</source>
        <translation>Gemessene Leistung</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Angle</source>
        <translation>Winkel</translation>
    </message>
    <message>
        <source>Phase {name}</source>
        <translation>Leiter {name}</translation>
    </message>
    <message>
        <source>Unbalance</source>
        <translation>Unsymmetrie</translation>
    </message>
    <message>
        <source>Current</source>
        <translation>Strom</translation>
    </message>
    <message>
        <source>Local control</source>
        <translation>Ortssteuerung</translation>
    </message>
    <message>
        <source>Opening blocked</source>
        <translation>Öffnen gesperrt</translation>
    </message>
    <message>
        <source>Closing blocked</source>
        <translation>Schließen gesperrt</translation>
    </message>
    <message>
        <source>Automatic regulator</source>
        <translation>Regelautomatik</translation>
    </message>
    <message>
        <source>Voltage setpoint</source>
        <translation>Spannungssollwert</translation>
    </message>
    <message>
        <source>Capacitor step</source>
        <translation>Kondensatorstufe</translation>
    </message>
    <message>
        <source>Active power limit</source>
        <translation>Wirkleistungsgrenze</translation>
    </message>
    <message>
        <source>Active power setpoint</source>
        <translation>Wirkleistungssollwert</translation>
    </message>
    <message>
        <source>Reactive power setpoint</source>
        <translation>Blindleistungssollwert</translation>
    </message>
    <message>
        <source>Fault passage</source>
        <translation>Kurzschlussanzeige</translation>
    </message>
    <message>
        <source>Tripped by protection</source>
        <translation>Schutzauslösung</translation>
    </message>
    <message>
        <source>Locked out</source>
        <translation>Endgültig ausgelöst</translation>
    </message>
    <message>
        <source>Fault current</source>
        <translation>Fehlerstrom</translation>
    </message>
    <message>
        <source>Reclosing</source>
        <translation>Wiedereinschaltung</translation>
    </message>
    <message>
        <source>Setting group</source>
        <translation>Parametersatz</translation>
    </message>
    <message>
        <source>Meter has voltage</source>
        <translation>Zähler unter Spannung</translation>
    </message>
    <message>
        <source>between positions</source>
        <translation>in Zwischenstellung</translation>
    </message>
    <message>
        <source>on</source>
        <translation>ein</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>wird aufgebaut</translation>
    </message>
    <message>
        <source>silent</source>
        <translation>stumm</translation>
    </message>
    <message>
        <source>down</source>
        <translation>unterbrochen</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Auslastung</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>Verluste</translation>
    </message>
    <message>
        <source>▲ high, ■ medium, ● low priority; blinking: nobody has acknowledged it</source>
        <translation>▲ hohe, ■ mittlere, ● niedrige Priorität; blinkend: niemand hat quittiert</translation>
    </message>
    <message>
        <source>When it was raised, local time</source>
        <translation>Wann er kam, Ortszeit</translation>
    </message>
    <message>
        <source>How often it was raised since it was last acknowledged</source>
        <translation>Wie oft er kam, seit zuletzt quittiert wurde</translation>
    </message>
    <message>
        <source>Who acknowledged it or put it aside, and what they wrote</source>
        <translation>Wer ihn quittiert oder zurückgestellt hat, und was dazu geschrieben wurde</translation>
    </message>
    <message>
        <source>high</source>
        <translation>hoch</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>mittel</translation>
    </message>
    <message>
        <source>low</source>
        <translation>niedrig</translation>
    </message>
    <message>
        <source>to acknowledge</source>
        <translation>zu quittieren</translation>
    </message>
    <message>
        <source>returned, to acknowledge</source>
        <translation>gegangen, zu quittieren</translation>
    </message>
    <message>
        <source>to acknowledge and reset</source>
        <translation>zu quittieren und zurückzusetzen</translation>
    </message>
    <message>
        <source>to reset</source>
        <translation>zurückzusetzen</translation>
    </message>
    <message>
        <source>shelved</source>
        <translation>zurückgestellt</translation>
    </message>
    <message>
        <source>suppressed by design</source>
        <translation>planmäßig unterdrückt</translation>
    </message>
    <message>
        <source>out of service</source>
        <translation>außer Betrieb</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>beendet</translation>
    </message>
    <message>
        <source>without voltage (not proven)</source>
        <translation>ohne Spannung (nicht festgestellt)</translation>
    </message>
    <message>
        <source>energised</source>
        <translation>unter Spannung</translation>
    </message>
    <message>
        <source>possibly energised: a switch position is not known</source>
        <translation>vielleicht unter Spannung: eine Schalterstellung ist nicht bekannt</translation>
    </message>
    <message>
        <source>no source; may be back-fed by generation</source>
        <translation>keine Quelle; Rückspeisung durch Erzeugung möglich</translation>
    </message>
    <message>
        <source>Without a source</source>
        <translation>Ohne Quelle</translation>
    </message>
    <message>
        <source>tap {position}</source>
        <translation>Stufe {position}</translation>
    </message>
    <message>
        <source>doubtful</source>
        <translation>zweifelhaft</translation>
    </message>
    <message>
        <source>possibly energised</source>
        <translation>vielleicht unter Spannung</translation>
    </message>
    <message>
        <source>back-fed</source>
        <translation>rückgespeist</translation>
    </message>
    <message>
        <source>without source, may be fed from below</source>
        <translation>ohne Quelle, Speisung von unten möglich</translation>
    </message>
    <message>
        <source>proven dead</source>
        <translation>Spannungsfreiheit festgestellt</translation>
    </message>
    <message>
        <source>tested</source>
        <translation>geprüft</translation>
    </message>
    <message>
        <source>info</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>caution</source>
        <translation>Vorsicht</translation>
    </message>
    <message>
        <source>do not operate</source>
        <translation>nicht schalten</translation>
    </message>
    <message>
        <source>reclosing off</source>
        <translation>AWE aus</translation>
    </message>
    <message>
        <source>live-line work</source>
        <translation>AuS</translation>
    </message>
    <message>
        <source>Reclosing off</source>
        <translation>AWE aus</translation>
    </message>
    <message>
        <source>Reclosing on</source>
        <translation>AWE ein</translation>
    </message>
    <message>
        <source>Hold island</source>
        <translation>Insel halten</translation>
    </message>
    <message>
        <source>Prove dead</source>
        <translation>Spannungsfreiheit feststellen</translation>
    </message>
    <message>
        <source>Earth</source>
        <translation>Erden</translation>
    </message>
    <message>
        <source>Remove earth</source>
        <translation>Erdung entfernen</translation>
    </message>
    <message>
        <source>Lift tag</source>
        <translation>Kennzeichen aufheben</translation>
    </message>
    <message>
        <source>Patrol</source>
        <translation>Begehen</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>checked</source>
        <translation>geprüft</translation>
    </message>
    <message>
        <source>approved</source>
        <translation>genehmigt</translation>
    </message>
    <message>
        <source>being carried out</source>
        <translation>in Ausführung</translation>
    </message>
    <message>
        <source>In this step of the plan</source>
        <translation>In diesem Schritt des Plans</translation>
    </message>
    <message>
        <source>planned</source>
        <translation>geplant</translation>
    </message>
    <message>
        <source>Voltage to hold</source>
        <translation>Zu haltende Spannung</translation>
    </message>
    <message>
        <source>Active power, injected</source>
        <translation>Wirkleistung, eingespeist</translation>
    </message>
    <message>
        <source>Reactive power, injected</source>
        <translation>Blindleistung, eingespeist</translation>
    </message>
    <message>
        <source>The weather allows</source>
        <translation>Das Wetter erlaubt</translation>
    </message>
    <message>
        <source>Energy at the end</source>
        <translation>Energie am Ende</translation>
    </message>
    <message>
        <source>instructed</source>
        <translation>angewiesen</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>ausgelassen</translation>
    </message>
    <message>
        <source>isolated</source>
        <translation>herausgeschaltet</translation>
    </message>
    <message>
        <source>proved dead</source>
        <translation>Spannungsfreiheit festgestellt</translation>
    </message>
    <message>
        <source>earthed</source>
        <translation>geerdet</translation>
    </message>
    <message>
        <source>issued</source>
        <translation>erteilt</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>aufgehoben</translation>
    </message>
    <message>
        <source>assigned</source>
        <translation>beauftragt</translation>
    </message>
    <message>
        <source>en route</source>
        <translation>unterwegs</translation>
    </message>
    <message>
        <source>repaired</source>
        <translation>repariert</translation>
    </message>
    <message>
        <source>located</source>
        <translation>geortet</translation>
    </message>
    <message>
        <source>back to normal</source>
        <translation>wieder im Normalzustand</translation>
    </message>
    <message>
        <source>part of another incident</source>
        <translation>Teil einer anderen Störung</translation>
    </message>
    <message>
        <source>overhead line</source>
        <translation>Freileitung</translation>
    </message>
    <message>
        <source>tree</source>
        <translation>Baum</translation>
    </message>
    <message>
        <source>switchgear</source>
        <translation>Schaltanlage</translation>
    </message>
    <message>
        <source>animal</source>
        <translation>Tier</translation>
    </message>
    <message>
        <source>customer&apos;s installation</source>
        <translation>Kundenanlage</translation>
    </message>
    <message>
        <source>cut</source>
        <translation>aufgetrennt</translation>
    </message>
    <message>
        <source>jumper</source>
        <translation>Überbrückung</translation>
    </message>
    <message>
        <source>generator</source>
        <translation>Generator</translation>
    </message>
    <message>
        <source>generator, stopped</source>
        <translation>Generator, steht</translation>
    </message>
    <message>
        <source>consumed</source>
        <translation>verbraucht</translation>
    </message>
    <message>
        <source>injected</source>
        <translation>eingespeist</translation>
    </message>
    <message>
        <source>Capacity</source>
        <translation>Kapazität</translation>
    </message>
    <message>
        <source>State of charge</source>
        <translation>Ladezustand</translation>
    </message>
    <message>
        <source>charging</source>
        <translation>ladend</translation>
    </message>
    <message>
        <source>Active power, {sign}</source>
        <translation>Wirkleistung, {sign}</translation>
    </message>
    <message>
        <source>Reactive power, {sign}</source>
        <translation>Blindleistung, {sign}</translation>
    </message>
    <message>
        <source>Scaling</source>
        <translation>Skalierung</translation>
    </message>
    <message>
        <source>Power as given</source>
        <translation>Leistung wie vorgegeben</translation>
    </message>
    <message>
        <source>At bus {bus}</source>
        <translation>Am Knoten {bus}</translation>
    </message>
    <message>
        <source>Phase {phase}, {sign}</source>
        <translation>Leiter {phase}, {sign}</translation>
    </message>
    <message>
        <source>Phase {phase}, reactive</source>
        <translation>Leiter {phase}, Blindleistung</translation>
    </message>
    <message>
        <source>Voltage held</source>
        <translation>Gehaltene Spannung</translation>
    </message>
    <message>
        <source>Generator that takes the balance</source>
        <translation>Generator, der die Bilanz übernimmt</translation>
    </message>
    <message>
        <source>Setpoints</source>
        <translation>Sollwerte</translation>
    </message>
    <message>
        <source>Steps in</source>
        <translation>Zugeschaltete Stufen</translation>
    </message>
    <message>
        <source>Reactive power a step</source>
        <translation>Blindleistung je Stufe</translation>
    </message>
    <message>
        <source>Reactive power now</source>
        <translation>Blindleistung jetzt</translation>
    </message>
    <message>
        <source>Capacitor bank</source>
        <translation>Kondensatorbank</translation>
    </message>
    <message>
        <source>Reactor</source>
        <translation>Drossel</translation>
    </message>
    <message>
        <source>Short-circuit power</source>
        <translation>Kurzschlussleistung</translation>
    </message>
    <message>
        <source>Supply</source>
        <translation>Einspeisung</translation>
    </message>
    <message>
        <source>External grid</source>
        <translation>Vorgelagertes Netz</translation>
    </message>
    <message>
        <source>Incidents under way</source>
        <translation>Laufende Störungen</translation>
    </message>
    <message>
        <source>Customers without supply</source>
        <translation>Unversorgte Kunden</translation>
    </message>
    <message>
        <source>As of</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Handed over</source>
        <translation>Übergeben</translation>
    </message>
    <message>
        <source>Taken over</source>
        <translation>Übernommen</translation>
    </message>
    <message>
        <source>Shift handover</source>
        <translation>Schichtübergabe</translation>
    </message>
    <message>
        <source>Nothing beyond what stands below.</source>
        <translation>Nichts über das unten Stehende hinaus.</translation>
    </message>
    <message>
        <source>Not to be overlooked</source>
        <translation>Nicht zu übersehen</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>Eröffnet</translation>
    </message>
    <message>
        <source>Without supply</source>
        <translation>Unversorgt</translation>
    </message>
    <message>
        <source>Customer minutes</source>
        <translation>Kundenminuten</translation>
    </message>
    <message>
        <source>Expected back</source>
        <translation>Voraussichtlich wieder</translation>
    </message>
    <message>
        <source>At the latest</source>
        <translation>Spätestens</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>No order, document or work is open.</source>
        <translation>Kein Schaltauftrag, keine Arbeitserlaubnis, keine Arbeit ist offen.</translation>
    </message>
    <message>
        <source>suspected: {name}, {percent} %</source>
        <translation>vermutet: {name}, {percent} %</translation>
    </message>
    <message>
        <source>{state}, step {number} of {count}</source>
        <translation>{state}, Schritt {number} von {count}</translation>
    </message>
    <message>
        <source>Switching order {number}</source>
        <translation>Schaltauftrag {number}</translation>
    </message>
    <message>
        <source>Safety document {number}</source>
        <translation>Arbeitserlaubnis {number}</translation>
    </message>
    <message>
        <source>Work order {number}</source>
        <translation>Arbeitsauftrag {number}</translation>
    </message>
    <message>
        <source>Call first</source>
        <translation>Zuerst anrufen</translation>
    </message>
    <message>
        <source>Device or place</source>
        <translation>Gerät oder Ort</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Does, or runs into</source>
        <translation>Tut dies oder stößt an</translation>
    </message>
    <message>
        <source>Because, or what more room would save</source>
        <translation>Grund, oder was mehr Spielraum sparte</translation>
    </message>
    <message>
        <source>Shadow price: what one unit more room at the limit would save, in one step. Of a limit that binds in several steps one after the other the span is told with its least and largest; the workbook has each step.</source>
        <translation>Schattenpreis: was eine Einheit mehr Spielraum an der Grenze in einem Schritt sparte. Bindet eine Grenze in mehreren Schritten nacheinander, ist die Spanne mit kleinstem und größtem Wert angegeben; die Arbeitsmappe enthält jeden Schritt.</translation>
    </message>
    <message>
        <source>Told of the day that is expected.</source>
        <translation>Bezogen auf den erwarteten Tag.</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Why, device by device</source>
        <translation>Gründe, Gerät für Gerät</translation>
    </message>
    <message>
        <source>There is no plan to explain.</source>
        <translation>Es gibt keinen Plan zu erklären.</translation>
    </message>
    <message>
        <source>Limit of</source>
        <translation>Grenze für</translation>
    </message>
    <message>
        <source>Shadow price</source>
        <translation>Schattenpreis</translation>
    </message>
    <message>
        <source>Values are the solver&apos;s, which may miss a limit by its tolerance; the AC check judges.</source>
        <translation>Werte des Lösers, der eine Grenze um seine Toleranz verfehlen darf; maßgebend ist die AC-Prüfung.</translation>
    </message>
    <message>
        <source>Binding limits</source>
        <translation>Bindende Grenzen</translation>
    </message>
    <message>
        <source>No limit binds.</source>
        <translation>Keine Grenze bindet.</translation>
    </message>
    <message>
        <source>Shadow price {price}</source>
        <translation>Schattenpreis {price}</translation>
    </message>
    <message>
        <source>{limit}: {value}</source>
        <translation>{limit}: {value}</translation>
    </message>
    <message>
        <source>ordinary</source>
        <translation>gewöhnlich</translation>
    </message>
    <message>
        <source>preferred</source>
        <translation>bevorzugt</translation>
    </message>
    <message>
        <source>▲ life support</source>
        <translation>▲ lebenserhaltende Geräte</translation>
    </message>
    <message>
        <source>important</source>
        <translation>wichtig</translation>
    </message>
    <message>
        <source>critical</source>
        <translation>kritisch</translation>
    </message>
    <message>
        <source>life support</source>
        <translation>lebenserhaltend</translation>
    </message>
    <message>
        <source>Residential</source>
        <translation>Haushalt</translation>
    </message>
    <message>
        <source>Commercial</source>
        <translation>Gewerbe</translation>
    </message>
    <message>
        <source>Industrial</source>
        <translation>Industrie</translation>
    </message>
    <message>
        <source>Public</source>
        <translation>Öffentlich</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Anschlüsse</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Vorrang</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>Kontakt</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>Kunde</translation>
    </message>
    <message>
        <source>Voltage over the day</source>
        <translation>Spannung über den Tag</translation>
    </message>
    <message>
        <source>Power taken here over the day</source>
        <translation>Hier bezogene Leistung über den Tag</translation>
    </message>
    <message>
        <source>Power over the day</source>
        <translation>Leistung über den Tag</translation>
    </message>
    <message>
        <source>▲ beyond the emergency limit, ■ beyond the normal limit, – not known</source>
        <translation>▲ jenseits der Notgrenze, ■ jenseits der Normalgrenze, – nicht bekannt</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Schwere</translation>
    </message>
    <message>
        <source>Magnitude against the nominal voltage</source>
        <translation>Betrag, bezogen auf die Nennspannung</translation>
    </message>
    <message>
        <source>Magnitude, line to line</source>
        <translation>Betrag, verkettet</translation>
    </message>
    <message>
        <source>Angle against the external grid</source>
        <translation>Winkel gegen das vorgelagerte Netz</translation>
    </message>
    <message>
        <source>Feeder</source>
        <translation>Abgang</translation>
    </message>
    <message>
        <source>The feeder that supplies it at present</source>
        <translation>Der Abgang, der ihn jetzt versorgt</translation>
    </message>
    <message>
        <source>Who calls</source>
        <translation>Wer ruft an</translation>
    </message>
    <message>
        <source>Which indicator</source>
        <translation>Welcher Anzeiger</translation>
    </message>
    <message>
        <source>Which relay</source>
        <translation>Welches Relais</translation>
    </message>
    <message>
        <source>No supply</source>
        <translation>Keine Versorgung</translation>
    </message>
    <message>
        <source>Low voltage, dim or flickering lights</source>
        <translation>Unterspannung, trübes oder flackerndes Licht</translation>
    </message>
    <message>
        <source>A bang, a flash or damage was noticed</source>
        <translation>Knall, Blitz oder Schaden wurde bemerkt</translation>
    </message>
    <message>
        <source>A wire is down</source>
        <translation>Ein Leiterseil liegt am Boden</translation>
    </message>
    <message>
        <source>Indicator read: fault current has passed</source>
        <translation>Anzeiger abgelesen: Fehlerstrom ist geflossen</translation>
    </message>
    <message>
        <source>Indicator read: nothing has passed</source>
        <translation>Anzeiger abgelesen: nichts ist geflossen</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>Distance to the fault</source>
        <translation>Abstand zum Fehler</translation>
    </message>
    <message>
        <source>Largest current</source>
        <translation>Größter Strom</translation>
    </message>
    <message>
        <source>Report a fault</source>
        <translation>Störung melden</translation>
    </message>
    <message>
        <source>What is entered here is weighed with what meters, indicators and protection say; it operates nothing.</source>
        <translation>Was hier eingegeben wird, wird mit Zählern, Anzeigern und Schutz abgewogen; es schaltet nichts.</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Melden</translation>
    </message>
    <message>
        <source>What is told</source>
        <translation>Was gemeldet wird</translation>
    </message>
    <message>
        <source>Who or where</source>
        <translation>Wer oder wo</translation>
    </message>
    <message>
        <source>not given</source>
        <translation>nicht angegeben</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Anmerkung</translation>
    </message>
    <message>
        <source>optional: name, number to call back, what was seen</source>
        <translation>freiwillig: Name, Rückrufnummer, was gesehen wurde</translation>
    </message>
    <message>
        <source>It is not said what was told: choose it.</source>
        <translation>Es fehlt, was gemeldet wird: bitte wählen.</translation>
    </message>
    <message>
        <source>No place is chosen: type part of its name and choose it.</source>
        <translation>Kein Ort gewählt: einen Teil des Namens tippen und auswählen.</translation>
    </message>
    <message>
        <source>{value} is not given: enter it in {unit}.</source>
        <translation>{value} fehlt: in {unit} eingeben.</translation>
    </message>
    <message>
        <source>Line length to the source</source>
        <translation>Leitungslänge bis zur Quelle</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>What is known of its voltage</source>
        <translation>Was über die Spannung bekannt ist</translation>
    </message>
    <message>
        <source>Nominal</source>
        <translation>Nennwert</translation>
    </message>
    <message>
        <source>Nominal voltage, line to line</source>
        <translation>Nennspannung, verkettet</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>Station</translation>
    </message>
    <message>
        <source>The station it stands in</source>
        <translation>Die Station, in der er steht</translation>
    </message>
    <message>
        <source>By state estimation, from what is measured</source>
        <translation>Durch Zustandsschätzung, aus dem Gemessenen</translation>
    </message>
    <message>
        <source>±</source>
        <translation>±</translation>
    </message>
    <message>
        <source>95 of 100 times the true voltage lies within</source>
        <translation>95 von 100 Mal liegt die wahre Spannung darin</translation>
    </message>
    <message>
        <source>What files and other systems call it</source>
        <translation>Wie Dateien und andere Systeme es nennen</translation>
    </message>
    <message>
        <source>The network has no buses.</source>
        <translation>Das Netz hat keine Knoten.</translation>
    </message>
    <message>
        <source>Branch</source>
        <translation>Zweig</translation>
    </message>
    <message>
        <source>Current against the rating, the more loaded end</source>
        <translation>Strom gegen den Bemessungswert, am stärker belasteten Ende</translation>
    </message>
    <message>
        <source>Not planned yet</source>
        <translation>Noch nicht geplant</translation>
    </message>
    <message>
        <source>Scenario steps that hold</source>
        <translation>Szenarioschritte, die halten</translation>
    </message>
    <message>
        <source>Held to</source>
        <translation>Gefordert</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>Erfüllt</translation>
    </message>
    <message>
        <source>The AC load flow is solved for every step; the reference engine is a second program that solves it anew.</source>
        <translation>Der AC-Lastfluss wird für jeden Schritt gerechnet; das Referenzverfahren ist ein zweites Programm, das ihn neu rechnet.</translation>
    </message>
    <message>
        <source>Nothing was planned.</source>
        <translation>Nichts wurde geplant.</translation>
    </message>
    <message>
        <source>Steps with an AC solution</source>
        <translation>Schritte mit AC-Lösung</translation>
    </message>
    <message>
        <source>Largest difference of a voltage</source>
        <translation>Größter Unterschied einer Spannung</translation>
    </message>
    <message>
        <source>Limits that are violated</source>
        <translation>Verletzte Grenzen, Anzahl</translation>
    </message>
    <message>
        <source>Value (pu, MW, MVA, MWh as the limit)</source>
        <translation>Wert (pu, MW, MVA, MWh wie die Grenze)</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Grenze</translation>
    </message>
    <message>
        <source>Violated limits</source>
        <translation>Verletzte Grenzen</translation>
    </message>
    <message>
        <source>scenario {number}</source>
        <translation>Szenario {number}</translation>
    </message>
    <message>
        <source>In</source>
        <translation>In</translation>
    </message>
    <message>
        <source>Would have to give way by</source>
        <translation>Müsste nachgeben um</translation>
    </message>
    <message>
        <source>In steps</source>
        <translation>In Schritten</translation>
    </message>
    <message>
        <source>Limits that cannot hold together</source>
        <translation>Grenzen, die nicht zugleich einzuhalten sind</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>Konflikte</translation>
    </message>
    <message>
        <source>Normal limit of the loading</source>
        <translation>Normale Grenze der Auslastung</translation>
    </message>
    <message>
        <source>P</source>
        <translation>P</translation>
    </message>
    <message>
        <source>Active power into the branch at its first end; negative comes out</source>
        <translation>Wirkleistung in den Zweig am ersten Ende; negativ kommt heraus</translation>
    </message>
    <message>
        <source>Q</source>
        <translation>Q</translation>
    </message>
    <message>
        <source>Reactive power into the branch at its first end</source>
        <translation>Blindleistung in den Zweig am ersten Ende</translation>
    </message>
    <message>
        <source>Current of the more loaded end</source>
        <translation>Strom am stärker belasteten Ende</translation>
    </message>
    <message>
        <source>Active losses</source>
        <translation>Wirkverluste</translation>
    </message>
    <message>
        <source>Approve {name}</source>
        <translation>{name} freigeben</translation>
    </message>
    <message>
        <source>its hours are over</source>
        <translation>seine Stunden sind vorbei</translation>
    </message>
    <message>
        <source>“{name}” is carried out on this district. {sent} setpoints go through the command path at each step; {not_sent} have no control here and are told by telephone. Approving sends nothing.</source>
        <translation>„{name}“ wird in diesem Netzbezirk ausgeführt. Je Schritt gehen {sent} Sollwerte über den Befehlsweg; {not_sent} sind von hier nicht steuerbar und werden telefonisch angesagt. Das Freigeben sendet nichts.</translation>
    </message>
    <message>
        <source>It was planned over {count} scenarios. Taps, capacitor steps, storage modes, turbines and purchase are those decided for all of them; what each scenario has of its own (power of storages, curtailment, demand response, reactive power) goes out as on the day that is expected.</source>
        <translation>Geplant über {count} Szenarien. Stufen, Kondensatorstufen, Speicherbetrieb, Turbinen und Bezug sind die für alle Szenarien entschiedenen; was jedes Szenario für sich hat (Leistung der Speicher, Abregelung, Laststeuerung, Blindleistung), geht wie am erwarteten Tag hinaus.</translation>
    </message>
    <message>
        <source>It is not fully proven: {doubts}.</source>
        <translation>Er ist nicht vollständig nachgewiesen: {doubts}.</translation>
    </message>
    <message>
        <source>It takes the place of “{name}”, which ends.</source>
        <translation>Er tritt an die Stelle von „{name}“, der damit endet.</translation>
    </message>
    <message>
        <source>A second person has to approve it before anything is released.</source>
        <translation>Eine zweite Person muss ihn freigeben, bevor etwas ausgelöst wird.</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Approve a plan</source>
        <translation>Einen Plan freigeben</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Freigeben</translation>
    </message>
    <message>
        <source>today, {time}</source>
        <translation>heute, {time}</translation>
    </message>
    <message>
        <source>tomorrow, {time}</source>
        <translation>morgen, {time}</translation>
    </message>
    <message>
        <source>From now on each step goes out at its begin without being asked for. Any trip, any switch that moves, a lost link, a doubtful value, a changed mode or a failed feedback suspends it; F12 stops it.</source>
        <translation>Von jetzt an geht jeder Schritt zu seinem Beginn ohne Nachfrage hinaus. Jede Auslösung, jeder bewegte Schalter, eine verlorene Verbindung, ein zweifelhafter Wert, ein anderer Modus oder eine ausgebliebene Rückmeldung setzt ihn aus; F12 hält ihn an.</translation>
    </message>
    <message>
        <source>Arm the plan</source>
        <translation>Plan scharf schalten</translation>
    </message>
    <message>
        <source>Arm</source>
        <translation>Scharf schalten</translation>
    </message>
    <message>
        <source>It was suspended: {reason}. It goes on by hand, with the district as it stands now; steps whose time is over are not sent any more.</source>
        <translation>Er wurde ausgesetzt: {reason}. Er geht von Hand weiter, mit dem Netzbezirk, wie er jetzt steht; Schritte, deren Zeit vorbei ist, werden nicht mehr gesendet.</translation>
    </message>
    <message>
        <source>Resume the plan</source>
        <translation>Plan fortsetzen</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>What was sent stays as it is; nothing further goes out. The reason stands in the journal.</source>
        <translation>Was gesendet wurde, bleibt; weiter geht nichts hinaus. Der Grund steht im Journal.</translation>
    </message>
    <message>
        <source>End the plan</source>
        <translation>Plan beenden</translation>
    </message>
    <message>
        <source>First end; the high side of a transformer</source>
        <translation>Erstes Ende; die Oberspannungsseite eines Transformators</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Nach</translation>
    </message>
    <message>
        <source>Second end</source>
        <translation>Zweites Ende</translation>
    </message>
    <message>
        <source>The feeder it belongs to at present</source>
        <translation>Der Abgang, zu dem er jetzt gehört</translation>
    </message>
    <message>
        <source>The network has no lines or transformers.</source>
        <translation>Das Netz hat keine Leitungen oder Transformatoren.</translation>
    </message>
    <message>
        <source>Branches</source>
        <translation>Zweige</translation>
    </message>
    <message>
        <source>Normally</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Its position in the normal state of the network</source>
        <translation>Seine Stellung im Normalzustand des Netzes</translation>
    </message>
    <message>
        <source>Deviation</source>
        <translation>Abweichung</translation>
    </message>
    <message>
        <source>Whether it stands other than normally</source>
        <translation>Ob er anders steht als normal</translation>
    </message>
    <message>
        <source>Control</source>
        <translation>Bedienung</translation>
    </message>
    <message>
        <source>From the control room, or on site only</source>
        <translation>Aus der Leitwarte oder nur vor Ort</translation>
    </message>
    <message>
        <source>At bus</source>
        <translation>Am Knoten</translation>
    </message>
    <message>
        <source>The line, transformer or bus it connects</source>
        <translation>Die Leitung, der Transformator oder der Knoten, den er verbindet</translation>
    </message>
    <message>
        <source>The feeder that supplies its bus at present</source>
        <translation>Der Abgang, der seinen Knoten jetzt versorgt</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>geschlossen</translation>
    </message>
    <message>
        <source>held by {crew}</source>
        <translation>Inhaber {crew}</translation>
    </message>
    <message>
        <source>generation inside, to be disconnected on site: {units}</source>
        <translation>Erzeugung innerhalb, vor Ort zu trennen: {units}</translation>
    </message>
    <message>
        <source>open</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>NOT OPEN</source>
        <translation>NICHT OFFEN</translation>
    </message>
    <message>
        <source>no earth</source>
        <translation>keine Erdung</translation>
    </message>
    <message>
        <source>earth on</source>
        <translation>geerdet</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>Drucken…</translation>
    </message>
    <message>
        <source>The crew has taken them off</source>
        <translation>Der Trupp hat sie entfernt</translation>
    </message>
    <message>
        <source>Earths removed</source>
        <translation>Erdungen entfernt</translation>
    </message>
    <message>
        <source>Give up</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Nobody needs it any more</source>
        <translation>Niemand braucht sie mehr</translation>
    </message>
    <message>
        <source>Isolated: tag the points</source>
        <translation>Freigeschaltet: Trennstellen kennzeichnen</translation>
    </message>
    <message>
        <source>Every point stands open and gets its tag</source>
        <translation>Jede Trennstelle ist offen und erhält ihr Kennzeichen</translation>
    </message>
    <message>
        <source>Proved dead</source>
        <translation>Spannungsfreiheit festgestellt</translation>
    </message>
    <message>
        <source>The crew has tested it</source>
        <translation>Der Trupp hat es geprüft</translation>
    </message>
    <message>
        <source>Every earth is on</source>
        <translation>Jede Erdung ist angebracht</translation>
    </message>
    <message>
        <source>The crew has put them on: they are recorded</source>
        <translation>Der Trupp hat sie angebracht: sie werden eingetragen</translation>
    </message>
    <message>
        <source>Earths are on</source>
        <translation>Erdungen angebracht</translation>
    </message>
    <message>
        <source>Issue…</source>
        <translation>Erteilen…</translation>
    </message>
    <message>
        <source>To the crew that works there</source>
        <translation>An den Trupp, der dort arbeitet</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>Zurückgegeben</translation>
    </message>
    <message>
        <source>People and tools are away, says the crew</source>
        <translation>Laut Trupp sind Menschen und Werkzeug weg</translation>
    </message>
    <message>
        <source>Cancel it</source>
        <translation>Aufheben</translation>
    </message>
    <message>
        <source>It protects nobody any more; its tags go</source>
        <translation>Sie schützt niemanden mehr; ihre Kennzeichen entfallen</translation>
    </message>
    <message>
        <source>isolate the fault first</source>
        <translation>erst den Fehler herausschalten</translation>
    </message>
    <message>
        <source>switch the place off first</source>
        <translation>zuerst die Stelle freischalten</translation>
    </message>
    <message>
        <source>For those who work at it</source>
        <translation>Für alle, die daran arbeiten</translation>
    </message>
    <message>
        <source>not normal</source>
        <translation>nicht normal</translation>
    </message>
    <message>
        <source>on site</source>
        <translation>vor Ort</translation>
    </message>
    <message>
        <source>The network has no switches.</source>
        <translation>Das Netz hat keine Schalter.</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>How much an interruption endangers</source>
        <translation>Wie sehr ein Ausfall gefährdet</translation>
    </message>
    <message>
        <source>Connections behind this row</source>
        <translation>Anschlüsse hinter dieser Zeile</translation>
    </message>
    <message>
        <source>Whether its bus has voltage from a source</source>
        <translation>Ob sein Knoten Spannung von einer Quelle hat</translation>
    </message>
    <message>
        <source>The network names no customers. A model with a customer table fills this list.</source>
        <translation>Das Netz nennt keine Kunden. Ein Modell mit Kundentabelle füllt diese Liste.</translation>
    </message>
    <message>
        <source>supplied</source>
        <translation>versorgt</translation>
    </message>
    <message>
        <source>without supply</source>
        <translation>ohne Versorgung</translation>
    </message>
    <message>
        <source>Portable earth at {name}</source>
        <translation>Arbeitserdung an {name}</translation>
    </message>
    <message>
        <source>Record it once the crew has reported it as placed. Interlocks count it at once.</source>
        <translation>Erst eintragen, wenn der Trupp sie als angebracht gemeldet hat. Die Verriegelungen berücksichtigen sie sofort.</translation>
    </message>
    <message>
        <source>Place earth</source>
        <translation>Erdung eintragen</translation>
    </message>
    <message>
        <source>At the side of</source>
        <translation>Auf der Seite von</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>und {count} weitere</translation>
    </message>
    <message>
        <source>Acknowledge {count} alarms</source>
        <translation>{count} Alarme quittieren</translation>
    </message>
    <message>
        <source>These alarms are acknowledged together. Those that come meanwhile are not.</source>
        <translation>Diese Alarme werden zusammen quittiert. Was inzwischen kommt, nicht.</translation>
    </message>
    <message>
        <source>Acknowledge {count}</source>
        <translation>{count} quittieren</translation>
    </message>
    <message>
        <source>Alarms that are acknowledged</source>
        <translation>Alarme, die quittiert werden</translation>
    </message>
    <message>
        <source>Shelve</source>
        <translation>Zurückstellen</translation>
    </message>
    <message>
        <source>Kept off the desk and silent for a time; then it comes back by itself.</source>
        <translation>Für eine Zeit vom Pult und stumm; dann kommt er von selbst zurück.</translation>
    </message>
    <message>
        <source>Kept off the desk and silent until somebody puts it back.</source>
        <translation>Vom Pult und stumm, bis ihn jemand zurückholt.</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>such as: chatters, work order 1207</source>
        <translation>etwa: flattert, Auftrag 1207</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Für</translation>
    </message>
    <message>
        <source>min</source>
        <translation>min</translation>
    </message>
    <message>
        <source>A reason is needed: who comes after you must understand it</source>
        <translation>Ein Grund ist nötig: Wer nach Ihnen kommt, muss es verstehen</translation>
    </message>
    <message>
        <source>Kept with the alarm and in the journal, with your name.</source>
        <translation>Bleibt mit Ihrem Namen beim Alarm und im Journal.</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Anmerkung</translation>
    </message>
    <message>
        <source>Write it down</source>
        <translation>Festhalten</translation>
    </message>
    <message>
        <source>work order, crew, what for</source>
        <translation>Arbeitsauftrag, Trupp, wofür</translation>
    </message>
    <message>
        <source>Cut {name}</source>
        <translation>{name} auftrennen</translation>
    </message>
    <message>
        <source>Record it once the crew has reported it as taken apart. The network counts as open there.</source>
        <translation>Erst eintragen, wenn der Trupp sie als aufgetrennt gemeldet hat. Das Netz gilt dort als offen.</translation>
    </message>
    <message>
        <source>Record cut</source>
        <translation>Auftrennung eintragen</translation>
    </message>
    <message>
        <source>Jumper from {name}</source>
        <translation>Überbrückung von {name}</translation>
    </message>
    <message>
        <source>Joins two buses of one voltage. Record it once the crew has reported it as placed.</source>
        <translation>Verbindet zwei Knoten gleicher Spannung. Erst eintragen, wenn der Trupp sie als angebracht gemeldet hat.</translation>
    </message>
    <message>
        <source>Place jumper</source>
        <translation>Überbrückung eintragen</translation>
    </message>
    <message>
        <source>To bus</source>
        <translation>Zum Knoten</translation>
    </message>
    <message>
        <source>type a part of its name</source>
        <translation>einen Teil des Namens tippen</translation>
    </message>
    <message>
        <source>Current limit</source>
        <translation>Stromgrenze</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>{name} is no other bus of {kv:g} kV.</source>
        <translation>{name} ist kein anderer Knoten mit {kv:g} kV.</translation>
    </message>
    <message>
        <source>Mobile generator at {name}</source>
        <translation>Mobiler Generator an {name}</translation>
    </message>
    <message>
        <source>A running generator keeps its island alive: interlocks take what it feeds as live.</source>
        <translation>Ein laufender Generator hält sein Inselnetz unter Spannung: für die Verriegelungen steht alles, was er speist, unter Spannung.</translation>
    </message>
    <message>
        <source>Connect generator</source>
        <translation>Generator anschließen</translation>
    </message>
    <message>
        <source>It is running</source>
        <translation>Er läuft</translation>
    </message>
    <message>
        <source>Position of {name}</source>
        <translation>Stellung von {name}</translation>
    </message>
    <message>
        <source>Set position</source>
        <translation>Stellung setzen</translation>
    </message>
    <message>
        <source>No longer by hand</source>
        <translation>Nicht mehr von Hand</translation>
    </message>
    <message>
        <source>who saw it, and when</source>
        <translation>wer es gesehen hat und wann</translation>
    </message>
    <message>
        <source>Value of {name}</source>
        <translation>Wert von {name}</translation>
    </message>
    <message>
        <source>Substitute</source>
        <translation>Ersatzwert setzen</translation>
    </message>
    <message>
        <source>why the telemetered value cannot be used</source>
        <translation>warum der fernübertragene Wert nicht brauchbar ist</translation>
    </message>
    <message>
        <source>{what}: nothing is chosen.</source>
        <translation>{what}: nichts gewählt.</translation>
    </message>
    <message>
        <source>A reason is missing: say why, in a few words.</source>
        <translation>Der Grund fehlt: bitte in wenigen Worten sagen, warum.</translation>
    </message>
    <message>
        <source>For a switch that reports nothing itself. It stays until it is changed, and is marked as by hand.</source>
        <translation>Für einen Schalter, der selbst nichts meldet. Die Stellung gilt, bis sie geändert wird, und ist als von Hand gekennzeichnet.</translation>
    </message>
    <message>
        <source>Set by {name} at {time}: {reason}.</source>
        <translation>Gesetzt von {name} um {time}: {reason}.</translation>
    </message>
    <message>
        <source>{name}: counts in place of the telemetered value until it is ended, and is marked as by hand.</source>
        <translation>{name}: gilt an Stelle des fernübertragenen Werts, bis es beendet wird, und ist als von Hand gekennzeichnet.</translation>
    </message>
    <message>
        <source>{value} {unit} set by {name} at {time}: {reason}.</source>
        <translation>{value} {unit} gesetzt von {name} um {time}: {reason}.</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>The normal voltage limit that is broken</source>
        <translation>Die normale Spannungsgrenze, die verletzt ist</translation>
    </message>
    <message>
        <source>Current against the rating</source>
        <translation>Strom gegen den Bemessungswert</translation>
    </message>
    <message>
        <source>The normal loading limit that is broken</source>
        <translation>Die normale Grenze der Auslastung, die verletzt ist</translation>
    </message>
    <message>
        <source>No violation of the limits that are known.</source>
        <translation>Keine Verletzung der bekannten Grenzen.</translation>
    </message>
    <message>
        <source>Not rated: {count} lines and transformers, whose loading is not known.</source>
        <translation>Ohne Bemessungswert: {count} Leitungen und Transformatoren, deren Auslastung nicht bekannt ist.</translation>
    </message>
    <message>
        <source>Violations</source>
        <translation>Grenzverletzungen</translation>
    </message>
    <message>
        <source>No violation: every voltage and loading is within its limits.</source>
        <translation>Keine Grenzverletzung: alle Spannungen und Auslastungen liegen in ihren Grenzen.</translation>
    </message>
    <message>
        <source>Where there is voltage, every voltage and loading is within its limits.</source>
        <translation>Wo Spannung ist, liegen alle Spannungen und Auslastungen in ihren Grenzen.</translation>
    </message>
    <message>
        <source>Without supply: {buses} buses, {customers} customers.</source>
        <translation>Ohne Versorgung: {buses} Knoten, {customers} Kunden.</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Share of all active losses</source>
        <translation>Anteil an allen Wirkverlusten</translation>
    </message>
    <message>
        <source>Reactive</source>
        <translation>Blindanteil</translation>
    </message>
    <message>
        <source>Negative where cables charge more than is used</source>
        <translation>Negativ, wo Kabel mehr laden als verbraucht wird</translation>
    </message>
    <message>
        <source>No branch carries a current.</source>
        <translation>Kein Zweig führt Strom.</translation>
    </message>
    <message>
        <source>Losses by element</source>
        <translation>Verluste nach Betriebsmittel</translation>
    </message>
    <message>
        <source>before the feeders</source>
        <translation>vor den Abgängen</translation>
    </message>
    <message>
        <source>Losses by feeder</source>
        <translation>Verluste nach Abgang</translation>
    </message>
    <message>
        <source>Voltage level</source>
        <translation>Spannungsebene</translation>
    </message>
    <message>
        <source>Losses by voltage level</source>
        <translation>Verluste nach Spannungsebene</translation>
    </message>
    <message>
        <source>{title} before</source>
        <translation>{title} vorher</translation>
    </message>
    <message>
        <source>Without the changes</source>
        <translation>Ohne die Änderungen</translation>
    </message>
    <message>
        <source>after</source>
        <translation>nachher</translation>
    </message>
    <message>
        <source>With the changes</source>
        <translation>Mit den Änderungen</translation>
    </message>
    <message>
        <source>difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>After minus before</source>
        <translation>Nachher minus vorher</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>verloren</translation>
    </message>
    <message>
        <source>regained</source>
        <translation>wiedergewonnen</translation>
    </message>
    <message>
        <source>new</source>
        <translation>neu</translation>
    </message>
    <message>
        <source>Lost or regained by the changes</source>
        <translation>Durch die Änderungen verloren oder wiedergewonnen</translation>
    </message>
    <message>
        <source>Comparison of buses</source>
        <translation>Vergleich der Knoten</translation>
    </message>
    <message>
        <source>Comparison of branches</source>
        <translation>Vergleich der Zweige</translation>
    </message>
    <message>
        <source>Active losses, kW</source>
        <translation>Wirkverluste, kW</translation>
    </message>
    <message>
        <source>Reactive losses, kvar</source>
        <translation>Blindverluste, kvar</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Weather</source>
        <translation>Wetter</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>Stunden</translation>
    </message>
    <message>
        <source>not the same</source>
        <translation>nicht dieselben</translation>
    </message>
    <message>
        <source>Cost, 5 … 95 %</source>
        <translation>Kosten, 5 … 95 %</translation>
    </message>
    <message>
        <source>Lower bound</source>
        <translation>Untere Schranke</translation>
    </message>
    <message>
        <source>Gap</source>
        <translation>Lücke</translation>
    </message>
    <message>
        <source>Proof</source>
        <translation>Nachweis</translation>
    </message>
    <message>
        <source>Cost by kind</source>
        <translation>Kosten nach Art</translation>
    </message>
    <message>
        <source>Bought, MWh, by price per MWh</source>
        <translation>Bezogen, MWh, nach Preis je MWh</translation>
    </message>
    <message>
        <source>Losses, MWh</source>
        <translation>Verluste, MWh</translation>
    </message>
    <message>
        <source>AC checked</source>
        <translation>AC-geprüft</translation>
    </message>
    <message>
        <source>{value}  scenario {number}, {time}</source>
        <translation>{value}  Szenario {number}, {time}</translation>
    </message>
    <message>
        <source>Lowest voltage, pu</source>
        <translation>Niedrigste Spannung, pu</translation>
    </message>
    <message>
        <source>Highest voltage, pu</source>
        <translation>Höchste Spannung, pu</translation>
    </message>
    <message>
        <source>Wind used</source>
        <translation>Wind genutzt</translation>
    </message>
    <message>
        <source>PV used</source>
        <translation>PV genutzt</translation>
    </message>
    <message>
        <source>Moves of taps and capacitors</source>
        <translation>Stellschritte von Stufen und Kondensatoren</translation>
    </message>
    <message>
        <source>one forecast</source>
        <translation>eine Prognose</translation>
    </message>
    <message>
        <source>expected of {count} scenarios</source>
        <translation>Erwartung aus {count} Szenarien</translation>
    </message>
    <message>
        <source>at {price}</source>
        <translation>zu {price}</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>proven</source>
        <translation>nachgewiesen</translation>
    </message>
    <message>
        <source>not fully proven</source>
        <translation>nicht voll nachgewiesen</translation>
    </message>
    <message>
        <source>1 {first} · 2 {second}</source>
        <translation>1 {first} · 2 {second}</translation>
    </message>
    <message>
        <source>{key} · bands hold 90 % of the scenarios</source>
        <translation>{key} · Bänder umfassen 90 % der Szenarien</translation>
    </message>
    <message>
        <source>Bought, MW</source>
        <translation>Bezogen, MW</translation>
    </message>
    <message>
        <source>Losses, kW</source>
        <translation>Verluste, kW</translation>
    </message>
    <message>
        <source>Highest loading, %</source>
        <translation>Höchste Auslastung, %</translation>
    </message>
    <message>
        <source>Supplied by the grid, MW</source>
        <translation>Aus dem vorgelagerten Netz, MW</translation>
    </message>
    <message>
        <source>Buses with voltage</source>
        <translation>Knoten mit Spannung</translation>
    </message>
    <message>
        <source>Equipment removed</source>
        <translation>Entfernte Betriebsmittel</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>calculated, both sides converged</source>
        <translation>berechnet, beide Seiten konvergiert</translation>
    </message>
    <message>
        <source>Nothing to compare.</source>
        <translation>Nichts zu vergleichen.</translation>
    </message>
    <message>
        <source>before the changes</source>
        <translation>vor den Änderungen</translation>
    </message>
    <message>
        <source>with the changes</source>
        <translation>mit den Änderungen</translation>
    </message>
    <message>
        <source>▲ The load flow {side} did not converge: there is no difference to show.</source>
        <translation>▲ Der Lastfluss {side} ist nicht konvergiert: es gibt keinen Unterschied zu zeigen.</translation>
    </message>
    <message>
        <source>dead</source>
        <translation>spannungslos</translation>
    </message>
    <message>
        <source>live</source>
        <translation>unter Spannung</translation>
    </message>
    <message>
        <source>perhaps live</source>
        <translation>vielleicht unter Spannung</translation>
    </message>
    <message>
        <source>backfed</source>
        <translation>rückgespeist</translation>
    </message>
    <message>
        <source>between</source>
        <translation>dazwischen</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>bus</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>line</source>
        <translation>Leitung</translation>
    </message>
    <message>
        <source>transformer</source>
        <translation>Transformator</translation>
    </message>
    <message>
        <source>three-winding transformer</source>
        <translation>Dreiwicklungstransformator</translation>
    </message>
    <message>
        <source>impedance</source>
        <translation>Impedanz</translation>
    </message>
    <message>
        <source>switch</source>
        <translation>Schalter</translation>
    </message>
    <message>
        <source>breaker</source>
        <translation>Leistungsschalter</translation>
    </message>
    <message>
        <source>load-break switch</source>
        <translation>Lasttrennschalter</translation>
    </message>
    <message>
        <source>disconnector</source>
        <translation>Trennschalter</translation>
    </message>
    <message>
        <source>recloser</source>
        <translation>Recloser</translation>
    </message>
    <message>
        <source>fuse</source>
        <translation>Sicherung</translation>
    </message>
    <message>
        <source>Voltage below limit</source>
        <translation>Spannung unter der Grenze</translation>
    </message>
    <message>
        <source>Voltage above limit</source>
        <translation>Spannung über der Grenze</translation>
    </message>
    <message>
        <source>Loading above limit</source>
        <translation>Auslastung über der Grenze</translation>
    </message>
    <message>
        <source>The load flow did not converge: {cause}</source>
        <translation>Der Lastfluss ist nicht konvergiert: {cause}</translation>
    </message>
    <message>
        <source>Not solved yet.</source>
        <translation>Noch nicht gerechnet.</translation>
    </message>
    <message>
        <source>verified against pandapower</source>
        <translation>gegen pandapower geprüft</translation>
    </message>
    <message>
        <source>not yet verified</source>
        <translation>noch nicht geprüft</translation>
    </message>
    <message>
        <source>could not be verified</source>
        <translation>konnte nicht geprüft werden</translation>
    </message>
    <message>
        <source>REFUTED by the reference engine</source>
        <translation>vom Vergleichsrechner WIDERLEGT</translation>
    </message>
    <message>
        <source>reference engine</source>
        <translation>Vergleichsrechner</translation>
    </message>
    <message>
        <source>calculated by {engine}</source>
        <translation>berechnet mit {engine}</translation>
    </message>
    <message>
        <source>converged</source>
        <translation>konvergiert</translation>
    </message>
    <message>
        <source>for {time}</source>
        <translation>für {time}</translation>
    </message>
    <message>
        <source>beyond the normal limit</source>
        <translation>jenseits der Normalgrenze</translation>
    </message>
    <message>
        <source>beyond the emergency limit</source>
        <translation>jenseits der Notgrenze</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>gemessen</translation>
    </message>
    <message>
        <source>estimated, loads not measured</source>
        <translation>geschätzt, Lasten nicht gemessen</translation>
    </message>
    <message>
        <source>position set by hand</source>
        <translation>Stellung von Hand gesetzt</translation>
    </message>
    <message>
        <source>command running</source>
        <translation>Befehl läuft</translation>
    </message>
    <message>
        <source>the fault may be here</source>
        <translation>hier kann der Fehler liegen</translation>
    </message>
    <message>
        <source>planned, not dead yet</source>
        <translation>geplant, noch nicht spannungsfrei</translation>
    </message>
    <message>
        <source>supplied again</source>
        <translation>wieder versorgt</translation>
    </message>
    <message>
        <source>switching step</source>
        <translation>Schaltschritt</translation>
    </message>
    <message>
        <source>crew</source>
        <translation>Trupp</translation>
    </message>
    <message>
        <source>open tie</source>
        <translation>offene Kuppelstelle</translation>
    </message>
    <message>
        <source>without voltage</source>
        <translation>ohne Spannung</translation>
    </message>
    <message>
        <source>proven dead or earthed</source>
        <translation>Spannungsfreiheit festgestellt oder geerdet</translation>
    </message>
    <message>
        <source>supply not known</source>
        <translation>Versorgung nicht bekannt</translation>
    </message>
    <message>
        <source>voltage in pu</source>
        <translation>Spannung in pu</translation>
    </message>
    <message>
        <source>0 … 100 % of the limit</source>
        <translation>0 … 100 % der Grenze</translation>
    </message>
    <message>
        <source>active losses, wider is more</source>
        <translation>Wirkverluste, breiter ist mehr</translation>
    </message>
    <message>
        <source>one colour for each feeder</source>
        <translation>jeder Abgang eine Farbe</translation>
    </message>
    <message>
        <source>source side</source>
        <translation>Quellenseite</translation>
    </message>
    <message>
        <source>may be fed from below</source>
        <translation>Speisung von unten möglich</translation>
    </message>
    <message>
        <source>dead, not proven</source>
        <translation>spannungslos, nicht festgestellt</translation>
    </message>
    <message>
        <source>change of voltage in pu</source>
        <translation>Änderung der Spannung in pu</translation>
    </message>
    <message>
        <source>One moment …</source>
        <translation>Einen Moment …</translation>
    </message>
    <message>
        <source>choose</source>
        <translation>wählen</translation>
    </message>
    <message>
        <source>First user of this site</source>
        <translation>Erster Benutzer dieser Leitstelle</translation>
    </message>
    <message>
        <source>Nobody may operate here yet, and there is no default password. The first user may do everything and adds the others.</source>
        <translation>Noch darf hier niemand bedienen, und es gibt kein voreingestelltes Passwort. Der erste Benutzer darf alles und legt die anderen an.</translation>
    </message>
    <message>
        <source>Create and sign in</source>
        <translation>Anlegen und anmelden</translation>
    </message>
    <message>
        <source>Sign-in name</source>
        <translation>Anmeldename</translation>
    </message>
    <message>
        <source>Full name</source>
        <translation>Voller Name</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>freiwillig</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>at least {count} characters</source>
        <translation>mindestens {count} Zeichen</translation>
    </message>
    <message>
        <source>Password again</source>
        <translation>Passwort noch einmal</translation>
    </message>
    <message>
        <source>The two passwords differ.</source>
        <translation>Die beiden Passwörter stimmen nicht überein.</translation>
    </message>
    <message>
        <source>{name} is signed in and will be signed out.</source>
        <translation>{name} ist angemeldet und wird abgemeldet.</translation>
    </message>
    <message>
        <source>Looking on needs no sign-in; every operation does, and the journal names you.</source>
        <translation>Zusehen geht ohne Anmeldung; jede Bedienung braucht sie, und das Betriebstagebuch nennt Ihren Namen.</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Take up the right to operate</source>
        <translation>Bedienrecht wieder aufnehmen</translation>
    </message>
    <message>
        <source>Nobody used this desk for {minutes:g} min, so the right to operate of {name} rests.</source>
        <translation>Diesen Platz hat {minutes:g} min lang niemand benutzt, darum ruht das Bedienrecht von {name}.</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Bestätigen</translation>
    </message>
    <message>
        <source>Password of {name}</source>
        <translation>Passwort von {name}</translation>
    </message>
    <message>
        <source>Second person</source>
        <translation>Zweite Person</translation>
    </message>
    <message>
        <source>This command needs two people. Somebody other than {name} confirms it:</source>
        <translation>Dieser Befehl braucht zwei Personen. Jemand anderer als {name} bestätigt ihn:</translation>
    </message>
    <message>
        <source>Change password</source>
        <translation>Passwort ändern</translation>
    </message>
    <message>
        <source>A few words make a good password. It is kept as a hash, never as it is.</source>
        <translation>Einige Wörter geben ein gutes Passwort. Es wird nur als Hash aufbewahrt, nie im Klartext.</translation>
    </message>
    <message>
        <source>Present password</source>
        <translation>Jetziges Passwort</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Neues Passwort</translation>
    </message>
    <message>
        <source>New password again</source>
        <translation>Neues Passwort noch einmal</translation>
    </message>
    <message>
        <source>{what} is missing.</source>
        <translation>{what} fehlt.</translation>
    </message>
    <message>
        <source>Power in the load flow</source>
        <translation>Leistung im Lastfluss</translation>
    </message>
    <message>
        <source>telemetered</source>
        <translation>fernübertragen</translation>
    </message>
    <message>
        <source>Nobody measures it: by its profile.</source>
        <translation>Nicht gemessen: nach dem Profil.</translation>
    </message>
    <message>
        <source>Nobody measures it: its profile × {factor}, so that the measured flows come true.</source>
        <translation>Nicht gemessen: Profil × {factor}, damit die gemessenen Flüsse stimmen.</translation>
    </message>
    <message>
        <source>The balance of its part of the network does not fit.</source>
        <translation>Die Bilanz seines Netzteils geht nicht auf.</translation>
    </message>
    <message>
        <source>allocated</source>
        <translation>aufgeteilt</translation>
    </message>
    <message>
        <source>What it was calculated from is not heard any more.</source>
        <translation>Woraus er berechnet wurde, wird nicht mehr empfangen.</translation>
    </message>
    <message>
        <source>What it was calculated from may be old or is in doubt.</source>
        <translation>Woraus es berechnet wurde, kann veraltet oder zweifelhaft sein.</translation>
    </message>
    <message>
        <source>Close {name}</source>
        <translation>{name} schließen</translation>
    </message>
    <message>
        <source>Open {name}</source>
        <translation>{name} öffnen</translation>
    </message>
    <message>
        <source>{quantity} of {name} to {value}</source>
        <translation>{quantity} von {name} auf {value}</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>von Hand</translation>
    </message>
    <message>
        <source>at the desk</source>
        <translation>am Platz</translation>
    </message>
    <message>
        <source>switching order</source>
        <translation>Schaltfolge</translation>
    </message>
    <message>
        <source>plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>script</source>
        <translation>Skript</translation>
    </message>
    <message>
        <source>done</source>
        <translation>ausgeführt</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>timed out</source>
        <translation>Zeit überschritten</translation>
    </message>
    <message>
        <source>stuck between positions</source>
        <translation>in Zwischenstellung geblieben</translation>
    </message>
    <message>
        <source>another value was taken</source>
        <translation>anderer Wert übernommen</translation>
    </message>
    <message>
        <source>outcome unknown</source>
        <translation>Ausgang unbekannt</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>zurückgezogen</translation>
    </message>
    <message>
        <source>cannot be done</source>
        <translation>nicht ausführbar</translation>
    </message>
    <message>
        <source>waits for your confirmation</source>
        <translation>wartet auf Ihre Bestätigung</translation>
    </message>
    <message>
        <source>is being checked …</source>
        <translation>wird geprüft …</translation>
    </message>
    <message>
        <source>its consequence is being predicted …</source>
        <translation>die Auswirkung wird vorausberechnet …</translation>
    </message>
    <message>
        <source>its consequence is predicted</source>
        <translation>die Auswirkung ist vorausberechnet</translation>
    </message>
    <message>
        <source>is predicted once more for the present state …</source>
        <translation>wird für den jetzigen Zustand noch einmal vorausberechnet …</translation>
    </message>
    <message>
        <source>is being recorded …</source>
        <translation>wird eingetragen …</translation>
    </message>
    <message>
        <source>is recorded</source>
        <translation>ist eingetragen</translation>
    </message>
    <message>
        <source>is sent, the device has not answered yet …</source>
        <translation>ist gesendet, das Gerät hat noch nicht geantwortet …</translation>
    </message>
    <message>
        <source>is accepted, waits for the field …</source>
        <translation>ist angenommen, wartet auf die Rückmeldung …</translation>
    </message>
    <message>
        <source>The prediction is late: what will happen is not known.</source>
        <translation>Die Vorausberechnung kommt zu spät: was geschehen wird, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>The prediction failed: what will happen is not known.</source>
        <translation>Die Vorausberechnung ist gescheitert: was geschehen wird, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>The load flow of the moment after has no solution: voltages and loadings are not known.</source>
        <translation>Der Lastfluss danach hat keine Lösung: Spannungen und Auslastungen sind nicht bekannt.</translation>
    </message>
    <message>
        <source>Three-phase short circuit</source>
        <translation>Dreipoliger Kurzschluss</translation>
    </message>
    <message>
        <source>Two-phase short circuit</source>
        <translation>Zweipoliger Kurzschluss</translation>
    </message>
    <message>
        <source>Earth fault</source>
        <translation>Erdschluss</translation>
    </message>
    <message>
        <source>Drive does not move</source>
        <translation>Antrieb bewegt sich nicht</translation>
    </message>
    <message>
        <source>Drive stops half way</source>
        <translation>Antrieb bleibt auf halbem Weg stehen</translation>
    </message>
    <message>
        <source>Drive is blocked</source>
        <translation>Antrieb ist blockiert</translation>
    </message>
    <message>
        <source>Opened by hand</source>
        <translation>Von Hand geöffnet</translation>
    </message>
    <message>
        <source>Closed by hand</source>
        <translation>Von Hand geschlossen</translation>
    </message>
    <message>
        <source>Switched to local</source>
        <translation>Auf Ortssteuerung gestellt</translation>
    </message>
    <message>
        <source>Communication lost</source>
        <translation>Kommunikation verloren</translation>
    </message>
    <message>
        <source>A point shows a wrong value</source>
        <translation>Ein Datenpunkt zeigt einen falschen Wert</translation>
    </message>
    <message>
        <source>A point is frozen</source>
        <translation>Ein Datenpunkt ist eingefroren</translation>
    </message>
    <message>
        <source>A measurement drifts</source>
        <translation>Eine Messung driftet</translation>
    </message>
    <message>
        <source>permanent</source>
        <translation>dauernd</translation>
    </message>
    <message>
        <source>transient</source>
        <translation>vorübergehend</translation>
    </message>
    <message>
        <source>drive does not move</source>
        <translation>Antrieb bewegt sich nicht</translation>
    </message>
    <message>
        <source>drive stops half way</source>
        <translation>Antrieb bleibt auf halbem Weg stehen</translation>
    </message>
    <message>
        <source>communication lost</source>
        <translation>Kommunikation verloren</translation>
    </message>
    <message>
        <source>wrong value</source>
        <translation>falscher Wert</translation>
    </message>
    <message>
        <source>frozen</source>
        <translation>eingefroren</translation>
    </message>
    <message>
        <source>drifts</source>
        <translation>driftet</translation>
    </message>
    <message>
        <source>switched to local</source>
        <translation>auf Ortssteuerung gestellt</translation>
    </message>
    <message>
        <source>drive is blocked</source>
        <translation>Antrieb ist blockiert</translation>
    </message>
    <message>
        <source>operated by hand</source>
        <translation>von Hand bedient</translation>
    </message>
    <message>
        <source>link {sign} {count} points</source>
        <translation>Verbindung {sign} {count} Datenpunkte</translation>
    </message>
    <message>
        <source>{count} old</source>
        <translation>{count} veraltet</translation>
    </message>
    <message>
        <source>{count} lost</source>
        <translation>{count} verloren</translation>
    </message>
    <message>
        <source>{rate} values/s</source>
        <translation>{rate} Werte/s</translation>
    </message>
    <message>
        <source>{gaps} gaps, {overflows} overflows, {reconnects} reconnects</source>
        <translation>{gaps} Lücken, {overflows} Überläufe, {reconnects} Neuverbindungen</translation>
    </message>
    <message>
        <source>{count} points with a problem</source>
        <translation>{count} Datenpunkte mit einem Problem</translation>
    </message>
    <message>
        <source>alarms of the server: {problem}</source>
        <translation>Alarme des Servers: {problem}</translation>
    </message>
    <message>
        <source>Ask to close it; what happens is shown before anything is sent</source>
        <translation>Schließen anfragen; was geschieht, wird gezeigt, bevor etwas gesendet wird</translation>
    </message>
    <message>
        <source>Ask to open it; what happens is shown before anything is sent</source>
        <translation>Öffnen anfragen; was geschieht, wird gezeigt, bevor etwas gesendet wird</translation>
    </message>
    <message>
        <source>What happens is shown before anything is sent</source>
        <translation>Was geschieht, wird gezeigt, bevor etwas gesendet wird</translation>
    </message>
    <message>
        <source>It reports nothing itself: say where it stands</source>
        <translation>Er meldet selbst nichts: angeben, wie er steht</translation>
    </message>
    <message>
        <source>Position by hand…</source>
        <translation>Stellung von Hand…</translation>
    </message>
    <message>
        <source>Record an earth that people have put on</source>
        <translation>Eine Erdung eintragen, die vor Ort angebracht wurde</translation>
    </message>
    <message>
        <source>Portable earth…</source>
        <translation>Arbeitserdung…</translation>
    </message>
    <message>
        <source>Cut…</source>
        <translation>Auftrennen…</translation>
    </message>
    <message>
        <source>Record that it was taken apart</source>
        <translation>Eintragen, dass sie aufgetrennt wurde</translation>
    </message>
    <message>
        <source>Record a temporary connection to another bus</source>
        <translation>Eine vorläufige Verbindung zu einem anderen Knoten eintragen</translation>
    </message>
    <message>
        <source>Jumper…</source>
        <translation>Überbrückung…</translation>
    </message>
    <message>
        <source>Record a generator set brought to it</source>
        <translation>Ein hierher gebrachtes Stromaggregat eintragen</translation>
    </message>
    <message>
        <source>Mobile generator…</source>
        <translation>Mobiler Generator…</translation>
    </message>
    <message>
        <source>Tags say what must not be done with it; only their holder lifts them</source>
        <translation>Kennzeichen sagen, was damit nicht geschehen darf; nur ihr Inhaber hebt sie auf</translation>
    </message>
    <message>
        <source>Tags…</source>
        <translation>Kennzeichen…</translation>
    </message>
    <message>
        <source>From the field</source>
        <translation>Aus dem Feld</translation>
    </message>
    <message>
        <source>It contradicts the other measurements.</source>
        <translation>Er widerspricht den anderen Messungen.</translation>
    </message>
    <message>
        <source>{value} (field: {field})</source>
        <translation>{value} (Feld: {field})</translation>
    </message>
    <message>
        <source>{quality}; never received</source>
        <translation>{quality}; nie empfangen</translation>
    </message>
    <message>
        <source>{quality}; measured {source}, received {received}, {rate} updates a second</source>
        <translation>{quality}; gemessen {source}, empfangen {received}, {rate} Aktualisierungen je Sekunde</translation>
    </message>
    <message>
        <source>; the field says {value}</source>
        <translation>; das Feld meldet {value}</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>{server} wants a login. The password goes over an encrypted channel only, and into no file.</source>
        <translation>{server} verlangt eine Anmeldung. Das Passwort geht nur über einen verschlüsselten Kanal und in keine Datei.</translation>
    </message>
    <message>
        <source>Login at {server}</source>
        <translation>Anmeldung bei {server}</translation>
    </message>
    <message>
        <source>Log in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Password of {user}</source>
        <translation>Passwort von {user}</translation>
    </message>
    <message>
        <source>Locked: outcome unknown</source>
        <translation>Gesperrt: Ausgang unbekannt</translation>
    </message>
    <message>
        <source>Portable earth</source>
        <translation>Arbeitserdung</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>Auftrennung</translation>
    </message>
    <message>
        <source>Jumper</source>
        <translation>Überbrückung</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>steht</translation>
    </message>
    <message>
        <source>{name}: {reason}. It has taken no command since {time}. Only lift the lock once the device was seen.</source>
        <translation>{name}: {reason}. Es hat seit {time} keinen Befehl angenommen. Die Sperre erst aufheben, wenn das Gerät gesehen wurde.</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>Was daraus geworden ist</translation>
    </message>
    <message>
        <source>Lift the lock</source>
        <translation>Sperre aufheben</translation>
    </message>
    <message>
        <source>who saw it, and how it stands</source>
        <translation>wer es gesehen hat und wie es steht</translation>
    </message>
    <message>
        <source>What was seen</source>
        <translation>Was gesehen wurde</translation>
    </message>
    <message>
        <source>▲ Say first what was seen: who saw it, and how it stands.</source>
        <translation>▲ Zuerst sagen, was gesehen wurde: von wem, und wie es steht.</translation>
    </message>
    <message>
        <source>The field shows {value}.</source>
        <translation>Das Feld zeigt {value}.</translation>
    </message>
    <message>
        <source>It takes {low} to {high}.</source>
        <translation>Möglich sind {low} bis {high}.</translation>
    </message>
    <message>
        <source>{quantity} of {name}</source>
        <translation>{quantity} von {name}</translation>
    </message>
    <message>
        <source>Ask what will happen</source>
        <translation>Fragen, was geschehen wird</translation>
    </message>
    <message>
        <source>Change user {name}</source>
        <translation>Benutzer {name} ändern</translation>
    </message>
    <message>
        <source>New user</source>
        <translation>Neuer Benutzer</translation>
    </message>
    <message>
        <source>A user is never deleted, because the journal names them; one who left is set to not active.</source>
        <translation>Ein Benutzer wird nie gelöscht, weil ihn das Betriebstagebuch nennt; wer ausscheidet, wird stillgelegt.</translation>
    </message>
    <message>
        <source>Change user</source>
        <translation>Benutzer ändern</translation>
    </message>
    <message>
        <source>Add user</source>
        <translation>Benutzer anlegen</translation>
    </message>
    <message>
        <source>Area of responsibility</source>
        <translation>Zuständigkeitsbereich</translation>
    </message>
    <message>
        <source>all, or: feeder F1, substation North, switch:F1-*</source>
        <translation>all oder: feeder F1, substation North, switch:F1-*</translation>
    </message>
    <message>
        <source>May sign in</source>
        <translation>Darf sich anmelden</translation>
    </message>
    <message>
        <source>First password</source>
        <translation>Erstes Passwort</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>Rollen</translation>
    </message>
    <message>
        <source>New password for {name}</source>
        <translation>Neues Passwort für {name}</translation>
    </message>
    <message>
        <source>Hand it over in person; {name} can change it after signing in.</source>
        <translation>Persönlich übergeben; {name} kann es nach der Anmeldung ändern.</translation>
    </message>
    <message>
        <source>Set password</source>
        <translation>Passwort setzen</translation>
    </message>
    <message>
        <source>Users of this site</source>
        <translation>Benutzer dieser Leitstelle</translation>
    </message>
    <message>
        <source>New user …</source>
        <translation>Neuer Benutzer …</translation>
    </message>
    <message>
        <source>Change …</source>
        <translation>Ändern …</translation>
    </message>
    <message>
        <source>New password …</source>
        <translation>Neues Passwort …</translation>
    </message>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>estimated</source>
        <translation>geschätzt</translation>
    </message>
    <message>
        <source>entered by hand</source>
        <translation>von Hand eingegeben</translation>
    </message>
    <message>
        <source>source silent</source>
        <translation>Quelle stumm</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>veraltet</translation>
    </message>
    <message>
        <source>M</source>
        <translation>M</translation>
    </message>
    <message>
        <source>Alarm desk</source>
        <translation>Alarmpult</translation>
    </message>
    <message>
        <source>To the alarms, worst first</source>
        <translation>Zu den Alarmen, die schlimmsten zuerst</translation>
    </message>
    <message>
        <source>Alarms of the selection</source>
        <translation>Alarme der Auswahl</translation>
    </message>
    <message>
        <source>The alarms of the equipment that is selected</source>
        <translation>Die Alarme des ausgewählten Betriebsmittels</translation>
    </message>
    <message>
        <source>Silence the horn</source>
        <translation>Hupe abstellen</translation>
    </message>
    <message>
        <source>The horn falls silent; nothing is acknowledged. A new alarm as grave sounds it again.</source>
        <translation>Die Hupe verstummt; nichts wird quittiert. Ein neuer, ebenso schwerer Alarm lässt sie wieder ertönen.</translation>
    </message>
    <message>
        <source>Nothing blinks</source>
        <translation>Nichts blinkt</translation>
    </message>
    <message>
        <source>Alarms nobody has acknowledged keep their full shape instead of blinking</source>
        <translation>Nicht quittierte Alarme behalten ihre volle Form, statt zu blinken</translation>
    </message>
    <message>
        <source>Print the list…</source>
        <translation>Liste drucken…</translation>
    </message>
    <message>
        <source>The alarms as they are listed and filtered</source>
        <translation>Die Alarme, wie sie aufgelistet und gefiltert sind</translation>
    </message>
    <message>
        <source>Export the list…</source>
        <translation>Liste exportieren…</translation>
    </message>
    <message>
        <source>The same, to a file</source>
        <translation>Dasselbe, in eine Datei</translation>
    </message>
    <message>
        <source>Acknowledge	Space</source>
        <translation>Quittieren	Leertaste</translation>
    </message>
    <message>
        <source>Show on the diagram	F</source>
        <translation>Im Netzbild zeigen	F</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>Shelve…	S</source>
        <translation>Zurückstellen…	S</translation>
    </message>
    <message>
        <source>Put back into service</source>
        <translation>Wieder in Betrieb nehmen</translation>
    </message>
    <message>
        <source>Take out of service…</source>
        <translation>Außer Betrieb nehmen…</translation>
    </message>
    <message>
        <source>Comment…	N</source>
        <translation>Anmerkung…	N</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Copy	Ctrl+C</source>
        <translation>Kopieren	Ctrl+C</translation>
    </message>
    <message>
        <source>console</source>
        <translation>Konsole</translation>
    </message>
    <message>
        <source>until {time}</source>
        <translation>bis {time}</translation>
    </message>
    <message>
        <source>{count} buses</source>
        <translation>{count} Sammelschienen</translation>
    </message>
    <message>
        <source>{count} chattering</source>
        <translation>{count} flattern</translation>
    </message>
    <message>
        <source>acknowledge ␣</source>
        <translation>quittieren ␣</translation>
    </message>
    <message>
        <source>returned</source>
        <translation>gegangen</translation>
    </message>
    <message>
        <source>acknowledged</source>
        <translation>quittiert</translation>
    </message>
    <message>
        <source>Alarms by cause</source>
        <translation>Alarme nach Ursache</translation>
    </message>
    <message>
        <source>{count} alarms, {open} to acknowledge</source>
        <translation>{count} Alarme, {open} zu quittieren</translation>
    </message>
    <message>
        <source>{count} alarms</source>
        <translation>{count} Alarme</translation>
    </message>
    <message>
        <source>A note</source>
        <translation>Anmerkung</translation>
    </message>
    <message>
        <source>It stands in the timeline of this incident and in the journal.</source>
        <translation>Sie steht im Verlauf dieser Störung und im Betriebstagebuch.</translation>
    </message>
    <message>
        <source>Note it</source>
        <translation>Festhalten</translation>
    </message>
    <message>
        <source>Merge incidents</source>
        <translation>Störungen zusammenführen</translation>
    </message>
    <message>
        <source>The other one becomes part of this one; nothing of it is lost.</source>
        <translation>Die andere wird Teil von dieser; nichts davon geht verloren.</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Zusammenführen</translation>
    </message>
    <message>
        <source>Which</source>
        <translation>Welche</translation>
    </message>
    <message>
        <source>Split the incident</source>
        <translation>Störung teilen</translation>
    </message>
    <message>
        <source>What this device has cut off becomes an incident of its own.</source>
        <translation>Was dieses Gerät abgeschaltet hat, wird eine eigene Störung.</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Teilen</translation>
    </message>
    <message>
        <source>Which device</source>
        <translation>Welches Gerät</translation>
    </message>
    <message>
        <source>Select what is to be worked at first.</source>
        <translation>Erst auswählen, woran gearbeitet werden soll.</translation>
    </message>
    <message>
        <source>Plan an outage</source>
        <translation>Abschaltung planen</translation>
    </message>
    <message>
        <source>{places} is made dead for work; why?</source>
        <translation>{places} wird für Arbeiten spannungslos; warum?</translation>
    </message>
    <message>
        <source>Plan it</source>
        <translation>Planen</translation>
    </message>
    <message>
        <source>Planned: {places}, {reason}</source>
        <translation>Geplant: {places}, {reason}</translation>
    </message>
    <message>
        <source>Reported: {place}</source>
        <translation>Gemeldet: {place}</translation>
    </message>
    <message>
        <source>The work is not needed</source>
        <translation>Die Arbeit wird nicht gebraucht</translation>
    </message>
    <message>
        <source>The reason stands in the record.</source>
        <translation>Der Grund steht in der Aufzeichnung.</translation>
    </message>
    <message>
        <source>End it</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Send a crew</source>
        <translation>Trupp schicken</translation>
    </message>
    <message>
        <source>The document has moved on meanwhile: look at it again.</source>
        <translation>Die Arbeitserlaubnis ist inzwischen weiter: noch einmal ansehen.</translation>
    </message>
    <message>
        <source>Issue the safety document</source>
        <translation>Arbeitserlaubnis erteilen</translation>
    </message>
    <message>
        <source>The crew confirms by telephone or radio.</source>
        <translation>Der Trupp bestätigt über Telefon oder Funk.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortfahren</translation>
    </message>
    <message>
        <source>Crew</source>
        <translation>Trupp</translation>
    </message>
    <message>
        <source>Give the order up</source>
        <translation>Schaltauftrag abbrechen</translation>
    </message>
    <message>
        <source>What was done stays done. The reason stands in the record.</source>
        <translation>Ausgeführtes bleibt bestehen. Der Grund steht im Betriebstagebuch.</translation>
    </message>
    <message>
        <source>Give it up</source>
        <translation>Auftrag abbrechen</translation>
    </message>
    <message>
        <source>Before step {number}</source>
        <translation>Vor Schritt {number}</translation>
    </message>
    <message>
        <source>What was done, and by whom?</source>
        <translation>Was wurde getan und von wem?</translation>
    </message>
    <message>
        <source>It was done: go on</source>
        <translation>Getan: fortfahren</translation>
    </message>
    <message>
        <source>Who is at the switch?</source>
        <translation>Wer ist am Schalter?</translation>
    </message>
    <message>
        <source>The crew cannot do it</source>
        <translation>Der Trupp kann es nicht</translation>
    </message>
    <message>
        <source>The order halts, and another plan is made.</source>
        <translation>Der Schaltauftrag hält an, und ein anderer Plan wird erstellt.</translation>
    </message>
    <message>
        <source>Not to be done any more</source>
        <translation>Nicht mehr zu tun</translation>
    </message>
    <message>
        <source>Only once the crew has said that it will not do it. Another plan is made.</source>
        <translation>Erst wenn der Trupp gesagt hat, dass er es nicht tun wird. Es wird neu geplant.</translation>
    </message>
    <message>
        <source>Go on without step {number}</source>
        <translation>Ohne Schritt {number} fortfahren</translation>
    </message>
    <message>
        <source>What is left is proven anew.</source>
        <translation>Der Rest wird neu geprüft.</translation>
    </message>
    <message>
        <source>Leave it out</source>
        <translation>Auslassen</translation>
    </message>
    <message>
        <source>No incident is under way.</source>
        <translation>Keine Störung ist im Gange.</translation>
    </message>
    <message>
        <source>Nothing is to be switched: no incident is under way.</source>
        <translation>Nichts ist zu schalten: keine Störung ist im Gange.</translation>
    </message>
    <message>
        <source>There is no switching order.</source>
        <translation>Es gibt keinen Schaltauftrag.</translation>
    </message>
    <message>
        <source>{first} to {last}</source>
        <translation>{first} bis {last}</translation>
    </message>
    <message>
        <source>{count} without supply</source>
        <translation>{count} unversorgt</translation>
    </message>
    <message>
        <source>nobody without supply</source>
        <translation>niemand unversorgt</translation>
    </message>
    <message>
        <source>{crew} does not answer</source>
        <translation>{crew} antwortet nicht</translation>
    </message>
    <message>
        <source>back about {time}</source>
        <translation>wieder versorgt etwa {time}</translation>
    </message>
    <message>
        <source>{minutes} customer minutes</source>
        <translation>{minutes} Kundenminuten</translation>
    </message>
    <message>
        <source>life support: {name}</source>
        <translation>lebenserhaltende Geräte: {name}</translation>
    </message>
    <message>
        <source>{name} and {count} more</source>
        <translation>{name} und {count} weitere</translation>
    </message>
    <message>
        <source>In repair · {crew}</source>
        <translation>In Reparatur · {crew}</translation>
    </message>
    <message>
        <source>Switched off · {crew}</source>
        <translation>Freigeschaltet · {crew}</translation>
    </message>
    <message>
        <source>Switched off · waits for a crew</source>
        <translation>Freigeschaltet · wartet auf einen Trupp</translation>
    </message>
    <message>
        <source>Waits for a crew</source>
        <translation>Wartet auf einen Trupp</translation>
    </message>
    <message>
        <source>Repaired · return to normal to be planned</source>
        <translation>Repariert · Rückschaltung zu planen</translation>
    </message>
    <message>
        <source>Plan ready: cuts off {count} customers</source>
        <translation>Plan fertig: nimmt {count} Kunden die Versorgung</translation>
    </message>
    <message>
        <source>Plan ready: {served}</source>
        <translation>Plan bereit: {served}</translation>
    </message>
    <message>
        <source>Supply is back</source>
        <translation>Wieder versorgt</translation>
    </message>
    <message>
        <source>May still reclose</source>
        <translation>Wiedereinschaltung noch möglich</translation>
    </message>
    <message>
        <source>Planned outage: to be switched</source>
        <translation>Geplante Abschaltung: zu schalten</translation>
    </message>
    <message>
        <source>switched off, waits for a crew</source>
        <translation>freigeschaltet, wartet auf einen Trupp</translation>
    </message>
    <message>
        <source>waits for a crew</source>
        <translation>wartet auf einen Trupp</translation>
    </message>
    <message>
        <source>step {at} of {count}</source>
        <translation>Schritt {at} von {count}</translation>
    </message>
    <message>
        <source>Switching · {place}</source>
        <translation>Wird geschaltet · {place}</translation>
    </message>
    <message>
        <source>HALTED at {place}</source>
        <translation>ANGEHALTEN bei {place}</translation>
    </message>
    <message>
        <source>Order ready to start</source>
        <translation>Schaltauftrag bereit</translation>
    </message>
    <message>
        <source>Order to be checked</source>
        <translation>Schaltauftrag zu prüfen</translation>
    </message>
    <message>
        <source>{count} open</source>
        <translation>{count} offen</translation>
    </message>
    <message>
        <source>{count} waiting for a crew</source>
        <translation>{count} warten auf einen Trupp</translation>
    </message>
    <message>
        <source>{count} in repair</source>
        <translation>{count} in Reparatur</translation>
    </message>
    <message>
        <source>{count} repaired</source>
        <translation>{count} repariert</translation>
    </message>
    <message>
        <source>incident {number} · opened {time}</source>
        <translation>Störung {number} · eröffnet {time}</translation>
    </message>
    <message>
        <source>Part of {incident}</source>
        <translation>Teil von {incident}</translation>
    </message>
    <message>
        <source>The protection may still reclose: wait for lockout.</source>
        <translation>Der Schutz kann noch wiedereinschalten: abwarten, bis endgültig ausgelöst ist.</translation>
    </message>
    <message>
        <source>Add a report…</source>
        <translation>Meldung hinzufügen…</translation>
    </message>
    <message>
        <source>A call, an indicator that was read, a distance</source>
        <translation>Ein Anruf, ein abgelesener Anzeiger, ein Abstand</translation>
    </message>
    <message>
        <source>Found at {place}</source>
        <translation>Gefunden an {place}</translation>
    </message>
    <message>
        <source>{share} elsewhere</source>
        <translation>{share} anderswo</translation>
    </message>
    <message>
        <source>The evidence contradicts itself: {reason}</source>
        <translation>Die Hinweise widersprechen sich: {reason}</translation>
    </message>
    <message>
        <source>Hardly a fault: {reason}</source>
        <translation>Kaum ein Fehler: {reason}</translation>
    </message>
    <message>
        <source>Nothing usable was heard: {reason}</source>
        <translation>Nichts Brauchbares gehört: {reason}</translation>
    </message>
    <message>
        <source>Cannot be located: {reason}</source>
        <translation>Nicht zu orten: {reason}</translation>
    </message>
    <message>
        <source>between {switches}</source>
        <translation>zwischen {switches}</translation>
    </message>
    <message>
        <source>about {gasps} of the dead meters are heard, {flags} of the indicators</source>
        <translation>von spannungslosen Zählern melden sich etwa {gasps}, von Anzeigern {flags}</translation>
    </message>
    <message>
        <source>{count} have supply again</source>
        <translation>{count} wieder versorgt</translation>
    </message>
    <message>
        <source>{count} get it by the plan</source>
        <translation>{count} werden es durch den Plan</translation>
    </message>
    <message>
        <source>{count} wait for the repair</source>
        <translation>{count} warten auf die Reparatur</translation>
    </message>
    <message>
        <source>{count} wait for the plan or the repair</source>
        <translation>{count} warten auf den Plan oder die Reparatur</translation>
    </message>
    <message>
        <source>{back} of {all} back</source>
        <translation>{back} von {all} wieder versorgt</translation>
    </message>
    <message>
        <source>{count} by the plan</source>
        <translation>{count} durch den Plan</translation>
    </message>
    <message>
        <source>by {late} nine times of ten · {basis}</source>
        <translation>neun von zehn Mal bis {late} · {basis}</translation>
    </message>
    <message>
        <source>told {count} times</source>
        <translation>{count} Mal mitgeteilt</translation>
    </message>
    <message>
        <source>{count} connections</source>
        <translation>{count} Anschlüsse</translation>
    </message>
    <message>
        <source>told</source>
        <translation>mitgeteilt</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>Bericht…</translation>
    </message>
    <message>
        <source>The outage report: on paper, as PDF or data</source>
        <translation>Der Störungsbericht: auf Papier, als PDF oder Daten</translation>
    </message>
    <message>
        <source>Note…</source>
        <translation>Anmerkung…</translation>
    </message>
    <message>
        <source>A line in its timeline</source>
        <translation>Eine Zeile in ihrem Verlauf</translation>
    </message>
    <message>
        <source>Merge…</source>
        <translation>Zusammenführen…</translation>
    </message>
    <message>
        <source>With another incident of the same fault</source>
        <translation>Mit einer anderen Störung durch denselben Fehler</translation>
    </message>
    <message>
        <source>Split…</source>
        <translation>Teilen…</translation>
    </message>
    <message>
        <source>A device of it belongs to another fault</source>
        <translation>Eines ihrer Geräte gehört zu einem anderen Fehler</translation>
    </message>
    <message>
        <source>an order is under way</source>
        <translation>ein Schaltauftrag läuft</translation>
    </message>
    <message>
        <source>cancel the safety document first</source>
        <translation>erst die Arbeitserlaubnis aufheben</translation>
    </message>
    <message>
        <source>Plan the way back to normal</source>
        <translation>Rückschaltung in den Normalzustand planen</translation>
    </message>
    <message>
        <source>Close the incident</source>
        <translation>Störung abschließen</translation>
    </message>
    <message>
        <source>Its record is complete</source>
        <translation>Ihre Aufzeichnung ist vollständig</translation>
    </message>
    <message>
        <source>work: {place}</source>
        <translation>Arbeit: {place}</translation>
    </message>
    <message>
        <source>fault: {place}</source>
        <translation>Fehler: {place}</translation>
    </message>
    <message>
        <source>planned: {place}</source>
        <translation>geplant: {place}</translation>
    </message>
    <message>
        <source>Incidents</source>
        <translation>Störungen</translation>
    </message>
    <message>
        <source>Switching order</source>
        <translation>Schaltauftrag</translation>
    </message>
    <message>
        <source>This order has no steps.</source>
        <translation>Dieser Schaltauftrag hat keine Schritte.</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Hinweise</translation>
    </message>
    <message>
        <source>NOT CHECKED – not to be carried out</source>
        <translation>NICHT GEPRÜFT – nicht auszuführen</translation>
    </message>
    <message>
        <source>NOT APPROVED – not to be carried out</source>
        <translation>NICHT GENEHMIGT – nicht auszuführen</translation>
    </message>
    <message>
        <source>Operation</source>
        <translation>Schalthandlung</translation>
    </message>
    <message>
        <source>Remote or by</source>
        <translation>Fern oder durch</translation>
    </message>
    <message>
        <source>Instructed</source>
        <translation>Angewiesen</translation>
    </message>
    <message>
        <source>Read back</source>
        <translation>Rückbestätigt</translation>
    </message>
    <message>
        <source>GIVEN UP – not to be carried out</source>
        <translation>AUFGEGEBEN – nicht auszuführen</translation>
    </message>
    <message>
        <source>HALTED – no further step</source>
        <translation>ANGEHALTEN – kein weiterer Schritt</translation>
    </message>
    <message>
        <source>HALTED and NOT CHECKED as it is now</source>
        <translation>ANGEHALTEN und NICHT GEPRÜFT, so wie er jetzt ist</translation>
    </message>
    <message>
        <source>Executed</source>
        <translation>Ausgeführt</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Bestätigt</translation>
    </message>
    <message>
        <source>Expected / outcome</source>
        <translation>Erwartet / Ergebnis</translation>
    </message>
    <message>
        <source>not needed</source>
        <translation>nicht nötig</translation>
    </message>
    <message>
        <source>Purpose</source>
        <translation>Zweck</translation>
    </message>
    <message>
        <source>Written by</source>
        <translation>Geschrieben von</translation>
    </message>
    <message>
        <source>Checked by</source>
        <translation>Geprüft von</translation>
    </message>
    <message>
        <source>Approved by</source>
        <translation>Genehmigt von</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>lowest {value} pu</source>
        <translation>niedrigste {value} pu</translation>
    </message>
    <message>
        <source>highest {value} %</source>
        <translation>höchste {value} %</translation>
    </message>
    <message>
        <source>{value} at {name}</source>
        <translation>{value} an {name}</translation>
    </message>
    <message>
        <source>{value}, {name}</source>
        <translation>{value}, {name}</translation>
    </message>
    <message>
        <source>{count} customers without</source>
        <translation>{count} Kunden unversorgt</translation>
    </message>
    <message>
        <source>NOT ACCEPTED: {reason}</source>
        <translation>NICHT ANGENOMMEN: {reason}</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Geschrieben</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>Genehmigt</translation>
    </message>
    <message>
        <source>Carried out</source>
        <translation>Ausgeführt</translation>
    </message>
    <message>
        <source>Page {page} of {pages}</source>
        <translation>Seite {page} von {pages}</translation>
    </message>
    <message>
        <source>Play the plan on the diagram before anything is switched</source>
        <translation>Den Plan im Netzbild abspielen, bevor etwas geschaltet wird</translation>
    </message>
    <message>
        <source>Before the first step</source>
        <translation>Vor dem ersten Schritt</translation>
    </message>
    <message>
        <source>{step}: {expected}, {count} customers of the whole network without supply</source>
        <translation>{step}: {expected}, {count} Kunden des ganzen Netzes ohne Versorgung</translation>
    </message>
    <message>
        <source>{events} sustained interruptions in twelve months · {served} customers served</source>
        <translation>{events} lange Unterbrechungen in zwölf Monaten · {served} angeschlossene Kunden</translation>
    </message>
    <message>
        <source>not known how many</source>
        <translation>unbekannt viele</translation>
    </message>
    <message>
        <source>no feeder named</source>
        <translation>kein Abgang genannt</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>12 months</source>
        <translation>12 Monate</translation>
    </message>
    <message>
        <source>{begin} to {end}</source>
        <translation>{begin} bis {end}</translation>
    </message>
    <message>
        <source>Records begin within this period: it is counted from there.</source>
        <translation>Die Aufzeichnung beginnt in diesem Zeitraum: gezählt wird ab dort.</translation>
    </message>
    <message>
        <source>It is not known since when incidents are recorded.</source>
        <translation>Seit wann Störungen aufgezeichnet werden, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>interruptions longer than {minutes} minutes</source>
        <translation>Unterbrechungen von mehr als {minutes} Minuten</translation>
    </message>
    <message>
        <source>SAIDI: sum of customers × minutes over {sustained}, per customer served.</source>
        <translation>SAIDI: Summe aus Kunden × Minuten bei {sustained}, je angeschlossenem Kunden.</translation>
    </message>
    <message>
        <source>SAIFI: sum of customers over {sustained}, per customer served.</source>
        <translation>SAIFI: Summe der Kunden bei {sustained}, je angeschlossenem Kunden.</translation>
    </message>
    <message>
        <source>MAIFI: sum of customers over interruptions of up to {minutes} minutes, per customer served.</source>
        <translation>MAIFI: Summe der Kunden bei Unterbrechungen bis {minutes} Minuten, je angeschlossenem Kunden.</translation>
    </message>
    <message>
        <source>As it would have been without switching orders: whom an order picked up waits for the end of the repair.</source>
        <translation>Wie es ohne Schaltaufträge gewesen wäre: Wen ein Schaltauftrag wieder versorgt hat, der wartet bis zum Ende der Reparatur.</translation>
    </message>
    <message>
        <source>unplanned</source>
        <translation>ungeplant</translation>
    </message>
    <message>
        <source>without the console&apos;s plans</source>
        <translation>ohne die Pläne der Konsole</translation>
    </message>
    <message>
        <source>SAIDI</source>
        <translation>SAIDI</translation>
    </message>
    <message>
        <source>CAIDI = SAIDI ÷ SAIFI: how long an interrupted customer was without supply.</source>
        <translation>CAIDI = SAIDI ÷ SAIFI: wie lange ein unterbrochener Kunde unversorgt war.</translation>
    </message>
    <message>
        <source>ASAI = 1 − SAIDI ÷ length of the period: share of the time with supply.</source>
        <translation>ASAI = 1 − SAIDI ÷ Länge des Zeitraums: Anteil der Zeit mit Versorgung.</translation>
    </message>
    <message>
        <source>Incidents with any of the {sustained}.</source>
        <translation>Störungen mit {sustained}.</translation>
    </message>
    <message>
        <source>Sum of customers × minutes over {sustained}.</source>
        <translation>Summe aus Kunden × Minuten bei {sustained}.</translation>
    </message>
    <message>
        <source>CAIDI</source>
        <translation>CAIDI</translation>
    </message>
    <message>
        <source>ASAI</source>
        <translation>ASAI</translation>
    </message>
    <message>
        <source>MAIFI</source>
        <translation>MAIFI</translation>
    </message>
    <message>
        <source>Interruptions</source>
        <translation>Unterbrechungen</translation>
    </message>
    <message>
        <source>{count} incidents with customers without supply now.</source>
        <translation>{count} Störungen mit jetzt unversorgten Kunden.</translation>
    </message>
    <message>
        <source>Of those who are without supply now, so far; in addition to the figure above.</source>
        <translation>Von den jetzt Unversorgten, bisher; zusätzlich zur Zahl darüber.</translation>
    </message>
    <message>
        <source>so far, going on</source>
        <translation>bisher, dauert an</translation>
    </message>
    <message>
        <source>From {events} interruptions, {customers} customers interrupted, {minutes} customer minutes; {served} served.</source>
        <translation>Aus {events} Unterbrechungen, {customers} unterbrochenen Kunden, {minutes} Kundenminuten; {served} angeschlossen.</translation>
    </message>
    <message>
        <source>{count} others</source>
        <translation>{count} andere</translation>
    </message>
    <message>
        <source>{count} ×</source>
        <translation>{count} ×</translation>
    </message>
    <message>
        <source>{value} min</source>
        <translation>{value} min</translation>
    </message>
    <message>
        <source>{value} customer min</source>
        <translation>{value} Kundenmin</translation>
    </message>
    <message>
        <source>{customers} customers since {time}</source>
        <translation>{customers} Kunden seit {time}</translation>
    </message>
    <message>
        <source>{minutes} customer minutes · SAIDI so far {saidi} min</source>
        <translation>{minutes} Kundenminuten · SAIDI bisher {saidi} min</translation>
    </message>
    <message>
        <source>not longer than {minutes} minutes yet</source>
        <translation>noch nicht länger als {minutes} Minuten</translation>
    </message>
    <message>
        <source>IEEE Std 1366. An incident belongs to the period in which its first customer lost supply.</source>
        <translation>IEEE Std 1366. Eine Störung gehört zu dem Zeitraum, in dem ihr erster Kunde die Versorgung verlor.</translation>
    </message>
    <message>
        <source>Without the console&apos;s plans: incidents whose customers an order picked up before the repair, {count} in twelve months; those that are not repaired yet count as they are.</source>
        <translation>Ohne die Pläne der Konsole: Störungen, deren Kunden ein Schaltauftrag vor der Reparatur wieder versorgt hat, {count} in zwölf Monaten; noch nicht reparierte zählen, wie sie sind.</translation>
    </message>
    <message>
        <source>Nobody said how many customers are served: indices per customer are not known.</source>
        <translation>Die Zahl der angeschlossenen Kunden fehlt: Kennzahlen je Kunde sind nicht bekannt.</translation>
    </message>
    <message>
        <source>Incidents are recorded since {time}.</source>
        <translation>Störungen werden seit {time} aufgezeichnet.</translation>
    </message>
    <message>
        <source>SAIDI so far {saidi} min · SAIFI {saifi}</source>
        <translation>SAIDI bisher {saidi} min · SAIFI {saifi}</translation>
    </message>
    <message>
        <source>interruptions: {count}, going on: {open} · {served} customers served</source>
        <translation>Unterbrechungen: {count}, andauernd: {open} · {served} angeschlossene Kunden</translation>
    </message>
    <message>
        <source>{hours} h {minutes:02d} min</source>
        <translation>{hours} h {minutes:02d} min</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>switched off for the work</source>
        <translation>für die Arbeit freigeschaltet</translation>
    </message>
    <message>
        <source>work done</source>
        <translation>Arbeit beendet</translation>
    </message>
    <message>
        <source>being located</source>
        <translation>wird geortet</translation>
    </message>
    <message>
        <source>in repair</source>
        <translation>in Reparatur</translation>
    </message>
    <message>
        <source>halted</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>Ausschalten</translation>
    </message>
    <message>
        <source>Switch on again</source>
        <translation>Wieder einschalten</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Kennzeichnen</translation>
    </message>
    <message>
        <source>Isolation</source>
        <translation>Herausschalten</translation>
    </message>
    <message>
        <source>Restoration</source>
        <translation>Wiederversorgung</translation>
    </message>
    <message>
        <source>Return to normal</source>
        <translation>Rückschaltung in den Normalzustand</translation>
    </message>
    <message>
        <source>Planned outage</source>
        <translation>Geplante Abschaltung</translation>
    </message>
    <message>
        <source>told, not yet under way</source>
        <translation>beauftragt, noch nicht unterwegs</translation>
    </message>
    <message>
        <source>fault found</source>
        <translation>Fehler gefunden</translation>
    </message>
    <message>
        <source>place cleared</source>
        <translation>Arbeitsstelle geräumt</translation>
    </message>
    <message>
        <source>not needed any more</source>
        <translation>nicht mehr nötig</translation>
    </message>
    <message>
        <source>draft: nobody is protected by it</source>
        <translation>Entwurf: schützt niemanden</translation>
    </message>
    <message>
        <source>isolated and tagged</source>
        <translation>freigeschaltet und gekennzeichnet</translation>
    </message>
    <message>
        <source>issued: people may be at work</source>
        <translation>erteilt: vielleicht wird gearbeitet</translation>
    </message>
    <message>
        <source>returned, not yet cancelled</source>
        <translation>zurückgegeben, noch nicht aufgehoben</translation>
    </message>
    <message>
        <source>cable or accessory failed</source>
        <translation>Kabel oder Garnitur defekt</translation>
    </message>
    <message>
        <source>cable dug into</source>
        <translation>Kabel beim Graben getroffen</translation>
    </message>
    <message>
        <source>{place} (sent to {first})</source>
        <translation>{place} (geschickt zu {first})</translation>
    </message>
    <message>
        <source>needs {skill}</source>
        <translation>nötig: {skill}</translation>
    </message>
    <message>
        <source>did not come: {crews}</source>
        <translation>kam nicht: {crews}</translation>
    </message>
    <message>
        <source>no answer for {minutes} min: call again, or choose another crew</source>
        <translation>seit {minutes} min keine Antwort: noch einmal rufen oder einen anderen Trupp wählen</translation>
    </message>
    <message>
        <source>no crew is known: name a crew file in faults.toml</source>
        <translation>kein Trupp bekannt: Truppdatei in faults.toml angeben</translation>
    </message>
    <message>
        <source>no crew can go: {reason}</source>
        <translation>kein Trupp kann fahren: {reason}</translation>
    </message>
    <message>
        <source>Send {crew}</source>
        <translation>{crew} schicken</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Schicken</translation>
    </message>
    <message>
        <source>Not needed…</source>
        <translation>Nicht gebraucht…</translation>
    </message>
    <message>
        <source>The work order ends; the reason stands in the record</source>
        <translation>Der Arbeitsauftrag endet; der Grund steht in der Aufzeichnung</translation>
    </message>
    <message>
        <source>Choose a crew…</source>
        <translation>Trupp wählen…</translation>
    </message>
    <message>
        <source>En route</source>
        <translation>Unterwegs</translation>
    </message>
    <message>
        <source>On site</source>
        <translation>Vor Ort</translation>
    </message>
    <message>
        <source>Fault found…</source>
        <translation>Fehler gefunden…</translation>
    </message>
    <message>
        <source>Repaired</source>
        <translation>Repariert</translation>
    </message>
    <message>
        <source>Place cleared</source>
        <translation>Arbeitsstelle geräumt</translation>
    </message>
    <message>
        <source>Does not come</source>
        <translation>Kommt nicht</translation>
    </message>
    <message>
        <source>Does not answer or cannot: choose another crew</source>
        <translation>Antwortet nicht oder kann nicht: einen anderen Trupp wählen</translation>
    </message>
    <message>
        <source>The crew says so</source>
        <translation>Laut Trupp</translation>
    </message>
    <message>
        <source>New work order</source>
        <translation>Neuer Arbeitsauftrag</translation>
    </message>
    <message>
        <source>For the likeliest place</source>
        <translation>Für den wahrscheinlichsten Ort</translation>
    </message>
    <message>
        <source>{count} other jobs</source>
        <translation>{count} andere Aufträge</translation>
    </message>
    <message>
        <source>way not known</source>
        <translation>Weg nicht bekannt</translation>
    </message>
    <message>
        <source>{time} on the way</source>
        <translation>{time} Anfahrt</translation>
    </message>
    <message>
        <source>Suspected fault zone</source>
        <translation>Vermutete Fehlerzone</translation>
    </message>
    <message>
        <source>Planned outage, not dead yet</source>
        <translation>Geplante Abschaltung, noch nicht spannungsfrei</translation>
    </message>
    <message>
        <source>Isolated zone</source>
        <translation>Herausgeschaltete Zone</translation>
    </message>
    <message>
        <source>Supplied again</source>
        <translation>Wieder versorgt</translation>
    </message>
    <message>
        <source>next</source>
        <translation>als Nächstes</translation>
    </message>
    <message>
        <source>does not answer</source>
        <translation>antwortet nicht</translation>
    </message>
    <message>
        <source>This is a plan, not the present.</source>
        <translation>Dies ist ein Plan, nicht die Gegenwart.</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>{count} weitere</translation>
    </message>
    <message>
        <source>Step {number} is next: {switch}.</source>
        <translation>Schritt {number} ist der nächste: {switch}.</translation>
    </message>
    <message>
        <source>Step {number} failed: {switch}.</source>
        <translation>Schritt {number} ist gescheitert: {switch}.</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>Ausführung</translation>
    </message>
    <message>
        <source>Onto fault</source>
        <translation>Auf Fehler</translation>
    </message>
    <message>
        <source>How likely the closing meets the fault</source>
        <translation>Wie wahrscheinlich das Einschalten den Fehler trifft</translation>
    </message>
    <message>
        <source>Feedback / predicted</source>
        <translation>Rückmeldung / vorausberechnet</translation>
    </message>
    <message>
        <source>&amp;Faults</source>
        <translation>&amp;Störungen</translation>
    </message>
    <message>
        <source>Faults workspace</source>
        <translation>Arbeitsbereich Störungen</translation>
    </message>
    <message>
        <source>Incidents, their orders and crews</source>
        <translation>Störungen, ihre Schaltaufträge und Trupps</translation>
    </message>
    <message>
        <source>Operate workspace</source>
        <translation>Arbeitsbereich Betrieb</translation>
    </message>
    <message>
        <source>The network as it is</source>
        <translation>Das Netz, wie es ist</translation>
    </message>
    <message>
        <source>Report a fault…</source>
        <translation>Störung melden…</translation>
    </message>
    <message>
        <source>A call, an indicator that was read, a wire that is down</source>
        <translation>Ein Anruf, ein abgelesener Anzeiger, ein Leiterseil am Boden</translation>
    </message>
    <message>
        <source>Plan an outage of the selection…</source>
        <translation>Abschaltung der Auswahl planen…</translation>
    </message>
    <message>
        <source>An order that makes the selected equipment dead for work and keeps the others in supply</source>
        <translation>Ein Schaltauftrag, der die gewählten Betriebsmittel für Arbeiten freischaltet und die übrigen versorgt lässt</translation>
    </message>
    <message>
        <source>Shift handover…</source>
        <translation>Schichtübergabe…</translation>
    </message>
    <message>
        <source>What the next shift must know, life support first</source>
        <translation>Was die nächste Schicht wissen muss, zuerst Lebenserhaltung</translation>
    </message>
    <message>
        <source>Doubts about the site&apos;s files…</source>
        <translation>Zweifel an den Dateien der Anlage…</translation>
    </message>
    <message>
        <source>What was left out of the files of faults, customers and crews, and why</source>
        <translation>Was aus den Dateien zu Störungen, Kunden und Trupps weggelassen wurde, und warum</translation>
    </message>
    <message>
        <source>Customer file…</source>
        <translation>Kundendatei …</translation>
    </message>
    <message>
        <source>Who is supplied where, with counts and priorities, from the next start on</source>
        <translation>Wer wo versorgt wird, mit Anzahl und Vorrang, ab dem nächsten Start</translation>
    </message>
    <message>
        <source>Crew file…</source>
        <translation>Truppdatei …</translation>
    </message>
    <message>
        <source>Who can be sent, from the next start on</source>
        <translation>Wer geschickt werden kann, ab dem nächsten Start</translation>
    </message>
    <message>
        <source>Enter what a person or a crew reads off it</source>
        <translation>Eintragen, was eine Person oder ein Trupp daran abliest</translation>
    </message>
    <message>
        <source>Tell what it shows…</source>
        <translation>Angeben, was er anzeigt…</translation>
    </message>
    <message>
        <source>it is open already</source>
        <translation>er ist schon offen</translation>
    </message>
    <message>
        <source>it is operated on site: a crew has to be told</source>
        <translation>er wird vor Ort geschaltet: einem Trupp ansagen</translation>
    </message>
    <message>
        <source>it cannot be reached from here now</source>
        <translation>er ist von hier jetzt nicht erreichbar</translation>
    </message>
    <message>
        <source>Shows what would happen; nothing is sent before you confirm it</source>
        <translation>Zeigt, was geschähe; nichts wird gesendet, bevor Sie es bestätigen</translation>
    </message>
    <message>
        <source>Open {switch}…</source>
        <translation>{switch} öffnen…</translation>
    </message>
    <message>
        <source>A work order for {place}; no crew is sent by that</source>
        <translation>Ein Arbeitsauftrag für {place}; dadurch fährt noch kein Trupp</translation>
    </message>
    <message>
        <source>there is a work order for it</source>
        <translation>dafür gibt es einen Arbeitsauftrag</translation>
    </message>
    <message>
        <source>the crew has found the fault</source>
        <translation>der Trupp hat den Fehler gefunden</translation>
    </message>
    <message>
        <source>{crew} is told to look there</source>
        <translation>{crew} soll dort nachsehen</translation>
    </message>
    <message>
        <source>The work order that nobody has yet goes there</source>
        <translation>Der noch nicht vergebene Arbeitsauftrag geht dorthin</translation>
    </message>
    <message>
        <source>Have {place} patrolled</source>
        <translation>{place} begehen lassen</translation>
    </message>
    <message>
        <source>the protection may still reclose</source>
        <translation>der Schutz kann noch wiedereinschalten</translation>
    </message>
    <message>
        <source>Customer file</source>
        <translation>Kundendatei</translation>
    </message>
    <message>
        <source>Customers (*.csv)</source>
        <translation>Kunden (*.csv)</translation>
    </message>
    <message>
        <source>Crew file</source>
        <translation>Truppdatei</translation>
    </message>
    <message>
        <source>Crews (*.csv *.toml)</source>
        <translation>Trupps (*.csv *.toml)</translation>
    </message>
    <message>
        <source>{count} customers</source>
        <translation>{count} Kunden</translation>
    </message>
    <message>
        <source>{count} crews</source>
        <translation>{count} Trupps</translation>
    </message>
    <message>
        <source>{path}: {what}, {doubts} doubts; it counts from the next start of the console on</source>
        <translation>{path}: {what}, {doubts} Zweifel; sie gilt ab dem nächsten Start der Konsole</translation>
    </message>
    <message>
        <source>{count} doubts about the site&apos;s fault files: menu Faults</source>
        <translation>{count} Zweifel an den Störungsdateien der Anlage: Menü Störungen</translation>
    </message>
    <message>
        <source>Site files: 1 doubt</source>
        <translation>Anlagendateien: 1 Zweifel</translation>
    </message>
    <message>
        <source>Site files: {count} doubts</source>
        <translation>Anlagendateien: {count} Zweifel</translation>
    </message>
    <message>
        <source>listed in the menu Faults</source>
        <translation>aufgeführt im Menü Störungen</translation>
    </message>
    <message>
        <source>Doubts about the site&apos;s files</source>
        <translation>Zweifel an den Dateien der Anlage</translation>
    </message>
    <message>
        <source>Nothing is doubtful in the files of faults, customers and crews.</source>
        <translation>In den Dateien zu Störungen, Kunden und Trupps ist nichts zweifelhaft.</translation>
    </message>
    <message>
        <source>What is named here was left out or taken as usual. Correct the file, then start the console again.</source>
        <translation>Was hier steht, wurde weggelassen oder wie üblich angenommen. Berichtigen Sie die Datei und starten Sie die Konsole neu.</translation>
    </message>
    <message>
        <source>begin</source>
        <translation>Beginn</translation>
    </message>
    <message>
        <source>price per MWh</source>
        <translation>Preis je MWh</translation>
    </message>
    <message>
        <source>{storage} charges</source>
        <translation>{storage} lädt</translation>
    </message>
    <message>
        <source>load MW</source>
        <translation>Last MW</translation>
    </message>
    <message>
        <source>purchase MW</source>
        <translation>Bezug MW</translation>
    </message>
    <message>
        <source>losses MW</source>
        <translation>Verluste MW</translation>
    </message>
    <message>
        <source>position</source>
        <translation>Stellung</translation>
    </message>
    <message>
        <source>set</source>
        <translation>gesetzt</translation>
    </message>
    <message>
        <source>available</source>
        <translation>verfügbar</translation>
    </message>
    <message>
        <source>lowest voltage pu</source>
        <translation>niedrigste Spannung pu</translation>
    </message>
    <message>
        <source>highest voltage pu</source>
        <translation>höchste Spannung pu</translation>
    </message>
    <message>
        <source>▲ {count} customers without supply</source>
        <translation>▲ {count} Kunden ohne Versorgung</translation>
    </message>
    <message>
        <source>■ {count} buses without supply</source>
        <translation>■ {count} Knoten ohne Versorgung</translation>
    </message>
    <message>
        <source>▲ {count} out</source>
        <translation>▲ {count} ohne</translation>
    </message>
    <message>
        <source>■ {count} buses out</source>
        <translation>■ {count} Knoten ohne</translation>
    </message>
    <message>
        <source>, {count} critical</source>
        <translation>, {count} kritisch</translation>
    </message>
    <message>
        <source> ({count} of them possibly supplied)</source>
        <translation> ({count} davon möglicherweise versorgt)</translation>
    </message>
    <message>
        <source>limits: not known</source>
        <translation>Grenzen: nicht bekannt</translation>
    </message>
    <message>
        <source>▲ {count} beyond emergency limits</source>
        <translation>▲ {count} jenseits der Notgrenzen</translation>
    </message>
    <message>
        <source>■ {count} beyond normal limits</source>
        <translation>■ {count} jenseits der Normalgrenzen</translation>
    </message>
    <message>
        <source>rest not known</source>
        <translation>übriges nicht bekannt</translation>
    </message>
    <message>
        <source>limits: partly not known</source>
        <translation>Grenzen: teils nicht bekannt</translation>
    </message>
    <message>
        <source>no limit violated</source>
        <translation>keine Grenze verletzt</translation>
    </message>
    <message>
        <source>LIVE</source>
        <translation>LIVE</translation>
    </message>
    <message>
        <source>SIMULATOR</source>
        <translation>SIMULATOR</translation>
    </message>
    <message>
        <source>STUDY</source>
        <translation>STUDIE</translation>
    </message>
    <message>
        <source>REPLAY</source>
        <translation>WIEDERGABE</translation>
    </message>
    <message>
        <source>PLAN</source>
        <translation>PLAN</translation>
    </message>
    <message>
        <source>A copy: nothing done here can reach the field.</source>
        <translation>Eine Kopie: nichts hier kann das Feld erreichen.</translation>
    </message>
    <message>
        <source>Every device is simulated: nothing done here can reach a real one.</source>
        <translation>Jedes Gerät ist simuliert: nichts hier kann ein wirkliches erreichen.</translation>
    </message>
    <message>
        <source>What was recorded at a past moment: nothing can be operated from here.</source>
        <translation>Was zu einem vergangenen Moment aufgezeichnet wurde: Von hier aus kann nichts geschaltet werden.</translation>
    </message>
    <message>
        <source>What is planned for a moment ahead: nothing can be operated from here.</source>
        <translation>Was für einen kommenden Zeitpunkt geplant ist: von hier aus ist nichts zu schalten.</translation>
    </message>
    <message>
        <source>The real network: what is operated here moves real devices.</source>
        <translation>Das wirkliche Netz: was hier bedient wird, bewegt wirkliche Geräte.</translation>
    </message>
    <message>
        <source>&amp;Dispatch</source>
        <translation>&amp;Einsatz</translation>
    </message>
    <message>
        <source>Dispatch workspace</source>
        <translation>Arbeitsbereich Einsatz</translation>
    </message>
    <message>
        <source>Day-ahead plans and their proof</source>
        <translation>Pläne für den Folgetag und ihr Nachweis</translation>
    </message>
    <message>
        <source>New case…</source>
        <translation>Neuer Fall…</translation>
    </message>
    <message>
        <source>The sample that comes with the product, or a case file</source>
        <translation>Das mitgelieferte Beispiel oder eine Falldatei</translation>
    </message>
    <message>
        <source>Edit the case…</source>
        <translation>Fall bearbeiten…</translation>
    </message>
    <message>
        <source>Devices, limits and prices of the chosen case, each checked as it is written</source>
        <translation>Geräte, Grenzen und Preise des gewählten Falls, schon bei der Eingabe geprüft</translation>
    </message>
    <message>
        <source>Case from the beginning…</source>
        <translation>Leeren Fall anlegen…</translation>
    </message>
    <message>
        <source>An empty case for the network on the desk</source>
        <translation>Ein leerer Fall für das geöffnete Netz</translation>
    </message>
    <message>
        <source>Forecast</source>
        <translation>Prognose</translation>
    </message>
    <message>
        <source>What the units of the chosen case may do</source>
        <translation>Was die Einheiten des gewählten Falls tun können</translation>
    </message>
    <message>
        <source>Day report…</source>
        <translation>Tagesbericht…</translation>
    </message>
    <message>
        <source>The chosen plan as a document or workbook: figures, proof, reasons, what was carried out</source>
        <translation>Der gewählte Plan als Dokument oder Arbeitsmappe: Zahlen, Nachweis, Gründe, Ausführung</translation>
    </message>
    <message>
        <source>Suspend the plan that is carried out, at once; only a person lets it go on</source>
        <translation>Den ausgeführten Plan sofort aussetzen; nur eine Person lässt ihn weitergehen</translation>
    </message>
    <message>
        <source>Stop the plan</source>
        <translation>Plan anhalten</translation>
    </message>
    <message>
        <source>Plans</source>
        <translation>Pläne</translation>
    </message>
    <message>
        <source>not planned yet</source>
        <translation>noch nicht geplant</translation>
    </message>
    <message>
        <source>{sign} AC</source>
        <translation>{sign} AC</translation>
    </message>
    <message>
        <source>gap {gap}</source>
        <translation>Lücke {gap}</translation>
    </message>
    <message>
        <source>{sign} {steps} AC</source>
        <translation>{sign} {steps} AC</translation>
    </message>
    <message>
        <source>{count} scenarios</source>
        <translation>{count} Szenarien</translation>
    </message>
    <message>
        <source>any day</source>
        <translation>beliebiger Tag</translation>
    </message>
    <message>
        <source>{hours} h from {clock}</source>
        <translation>{hours} h ab {clock}</translation>
    </message>
    <message>
        <source>{count} steps</source>
        <translation>{count} Schritte</translation>
    </message>
    <message>
        <source>All prices of the grid</source>
        <translation>Alle Preise des Netzes</translation>
    </message>
    <message>
        <source>Grid at {price}</source>
        <translation>Netz zu {price}</translation>
    </message>
    <message>
        <source>{kind} {name}</source>
        <translation>{kind} {name}</translation>
    </message>
    <message>
        <source>{kind} at {bus}</source>
        <translation>{kind} an {bus}</translation>
    </message>
    <message>
        <source>bus {name}</source>
        <translation>Knoten {name}</translation>
    </message>
    <message>
        <source>Have the chosen plan carried out; nothing is sent by that</source>
        <translation>Den gewählten Plan ausführen lassen; gesendet wird dadurch nichts</translation>
    </message>
    <message>
        <source>Approve…</source>
        <translation>Freigeben …</translation>
    </message>
    <message>
        <source>Second approval…</source>
        <translation>Zweite Freigabe …</translation>
    </message>
    <message>
        <source>Another person gives their password</source>
        <translation>Eine andere Person gibt ihr Passwort ein</translation>
    </message>
    <message>
        <source>Release by hand</source>
        <translation>Von Hand auslösen</translation>
    </message>
    <message>
        <source>From now on each step waits for a person</source>
        <translation>Von jetzt an wartet jeder Schritt auf eine Person</translation>
    </message>
    <message>
        <source>it is carried out at another console</source>
        <translation>er wird an einer anderen Konsole ausgeführt</translation>
    </message>
    <message>
        <source>Arm…</source>
        <translation>Scharf schalten …</translation>
    </message>
    <message>
        <source>Let each step go out at its begin</source>
        <translation>Jeden Schritt zu seinem Beginn hinausgehen lassen</translation>
    </message>
    <message>
        <source>Show the proposal</source>
        <translation>Vorschlag zeigen</translation>
    </message>
    <message>
        <source>Beside the plan, hour by hour</source>
        <translation>Neben dem Plan, Stunde für Stunde</translation>
    </message>
    <message>
        <source>Approve the chosen…</source>
        <translation>Gewählten freigeben …</translation>
    </message>
    <message>
        <source>Bands…</source>
        <translation>Bänder …</translation>
    </message>
    <message>
        <source>How far what is measured may lie from the plan</source>
        <translation>Wie weit die Messung vom Plan abweichen darf</translation>
    </message>
    <message>
        <source>a step is going out</source>
        <translation>ein Schritt geht gerade hinaus</translation>
    </message>
    <message>
        <source>End…</source>
        <translation>Beenden …</translation>
    </message>
    <message>
        <source>Give the rest of it up</source>
        <translation>Den Rest aufgeben</translation>
    </message>
    <message>
        <source>no step is due</source>
        <translation>kein Schritt ist fällig</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>Auslösen</translation>
    </message>
    <message>
        <source>Send the setpoints of the step that is due</source>
        <translation>Die Sollwerte des fälligen Schritts senden</translation>
    </message>
    <message>
        <source>Stop ({key})</source>
        <translation>Halt ({key})</translation>
    </message>
    <message>
        <source>Nothing further goes out, at once</source>
        <translation>Sofort geht nichts mehr hinaus</translation>
    </message>
    <message>
        <source>a step is still going out</source>
        <translation>ein Schritt geht noch hinaus</translation>
    </message>
    <message>
        <source>the plan is not kept any more as it was approved</source>
        <translation>der Plan liegt nicht mehr so vor, wie er freigegeben wurde</translation>
    </message>
    <message>
        <source>Resume…</source>
        <translation>Fortsetzen …</translation>
    </message>
    <message>
        <source>Go on by hand, with the district as it stands</source>
        <translation>Von Hand weiter, mit dem Netzbezirk, wie er steht</translation>
    </message>
    <message>
        <source>Carrying out</source>
        <translation>Ausführung</translation>
    </message>
    <message>
        <source>No plan is under way that could be stopped.</source>
        <translation>Kein Plan ist in Ausführung, der angehalten werden könnte.</translation>
    </message>
    <message>
        <source>it is being carried out</source>
        <translation>er wird gerade ausgeführt</translation>
    </message>
    <message>
        <source>no plan is chosen</source>
        <translation>kein Plan ist gewählt</translation>
    </message>
    <message>
        <source>Choose a plan whose seal is green, and press “Approve…”.</source>
        <translation>Einen Plan mit grünem Siegel wählen und „Freigeben …“ drücken.</translation>
    </message>
    <message>
        <source>“Approve…” lets the chosen plan be carried out: each step is then released by hand, or goes out by itself once the plan is armed.</source>
        <translation>„Freigeben …“ lässt den gewählten Plan ausführen: jeder Schritt wird dann von Hand ausgelöst oder geht von selbst hinaus, sobald der Plan scharf geschaltet ist.</translation>
    </message>
    <message>
        <source>Charging is positive.</source>
        <translation>Laden ist positiv.</translation>
    </message>
    <message>
        <source>This console cannot command it: tell it by telephone.</source>
        <translation>Von dieser Konsole nicht steuerbar: telefonisch ansagen.</translation>
    </message>
    <message>
        <source>{kind}, {place}</source>
        <translation>{kind}, {place}</translation>
    </message>
    <message>
        <source>(stale)</source>
        <translation>(veraltet)</translation>
    </message>
    <message>
        <source>(suspect)</source>
        <translation>(zweifelhaft)</translation>
    </message>
    <message>
        <source>by telephone</source>
        <translation>telefonisch</translation>
    </message>
    <message>
        <source>by hand, two persons</source>
        <translation>von Hand, zwei Personen</translation>
    </message>
    <message>
        <source>not planned</source>
        <translation>nicht geplant</translation>
    </message>
    <message>
        <source>stands so</source>
        <translation>steht so</translation>
    </message>
    <message>
        <source>on its way</source>
        <translation>unterwegs</translation>
    </message>
    <message>
        <source>to be sent</source>
        <translation>zu senden</translation>
    </message>
    <message>
        <source>stuck</source>
        <translation>klemmt</translation>
    </message>
    <message>
        <source>another value</source>
        <translation>anderer Wert</translation>
    </message>
    <message>
        <source>over {count} scenarios of {source}</source>
        <translation>über {count} Szenarien aus {source}</translation>
    </message>
    <message>
        <source>{name} over {count} scenarios</source>
        <translation>{name} über {count} Szenarien</translation>
    </message>
    <message>
        <source>No case is chosen.</source>
        <translation>Kein Fall ist gewählt.</translation>
    </message>
    <message>
        <source>The forecast is being made.</source>
        <translation>Die Prognose wird erstellt.</translation>
    </message>
    <message>
        <source>No forecast yet.

From the past of the case&apos;s wind, PV and load, “Forecast…” learns what they may do together, and says how well it did on days it never saw.</source>
        <translation>Noch keine Prognose.

Aus der Vergangenheit von Wind, PV und Last des Falls lernt „Prognose …“, was sie zusammen tun können, und sagt, wie gut es an Tagen gelang, die es nie sah.</translation>
    </message>
    <message>
        <source>a forecast is needed first</source>
        <translation>zuerst wird eine Prognose gebraucht</translation>
    </message>
    <message>
        <source>some units have no history</source>
        <translation>einige Einheiten haben keine Vergangenheit</translation>
    </message>
    <message>
        <source>Forecast anew…</source>
        <translation>Neue Prognose …</translation>
    </message>
    <message>
        <source>Forecast…</source>
        <translation>Prognose …</translation>
    </message>
    <message>
        <source>Plan over scenarios…</source>
        <translation>Plan über Szenarien …</translation>
    </message>
    <message>
        <source>One plan for many days that may come, with what each makes of it</source>
        <translation>Ein Plan für viele Tage, die kommen können, mit dem, was jeder daraus macht</translation>
    </message>
    <message>
        <source>From which past</source>
        <translation>Aus welcher Vergangenheit</translation>
    </message>
    <message>
        <source>purchase</source>
        <translation>Bezug</translation>
    </message>
    <message>
        <source>Decided for all scenarios, MW</source>
        <translation>Für alle Szenarien entschieden, MW</translation>
    </message>
    <message>
        <source>Over the scenarios</source>
        <translation>Über die Szenarien</translation>
    </message>
    <message>
        <source>Over the hours</source>
        <translation>Über die Stunden</translation>
    </message>
    <message>
        <source>Price, {sign}/MWh</source>
        <translation>Preis, {sign}/MWh</translation>
    </message>
    <message>
        <source>Bought, expected, MW</source>
        <translation>Bezogen, erwartet, MW</translation>
    </message>
    <message>
        <source>least</source>
        <translation>kleinster</translation>
    </message>
    <message>
        <source>Load, MW</source>
        <translation>Last, MW</translation>
    </message>
    <message>
        <source>Bought, Mvar</source>
        <translation>Bezogen, Mvar</translation>
    </message>
    <message>
        <source>Wind, MW</source>
        <translation>Wind, MW</translation>
    </message>
    <message>
        <source>PV, MW</source>
        <translation>PV, MW</translation>
    </message>
    <message>
        <source>at bus</source>
        <translation>am Knoten</translation>
    </message>
    <message>
        <source>Step by step</source>
        <translation>Schritt für Schritt</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>There is no plan.</source>
        <translation>Es gibt keinen Plan.</translation>
    </message>
    <message>
        <source>{device}, mode</source>
        <translation>{device}, Betrieb</translation>
    </message>
    <message>
        <source>Injection into the network is positive: a discharging storage, an import. Demand response: the load it takes, and the energy taken ahead of the usual use.</source>
        <translation>Einspeisung ins Netz ist positiv: ein entladender Speicher, ein Bezug. Laststeuerung: die bezogene Last und die gegenüber dem üblichen Verbrauch vorgezogene Energie.</translation>
    </message>
    <message>
        <source>What all scenarios share. A storage may do so much as each scenario asks for, within its mode.</source>
        <translation>Was alle Szenarien gemeinsam haben. Ein Speicher darf innerhalb seines Betriebs so viel leisten, wie jedes Szenario verlangt.</translation>
    </message>
    <message>
        <source>Devices step by step</source>
        <translation>Geräte Schritt für Schritt</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>Geräte</translation>
    </message>
    <message>
        <source>What the shared decisions come to where wind, sun and loads are what is expected of them; a load flow of every step stands behind it. This is what is sent where the plan is carried out.</source>
        <translation>Was aus den gemeinsamen Entscheidungen wird, wenn Wind, Sonne und Lasten den Erwartungen entsprechen; dahinter steht ein Lastfluss jedes Schritts. Dies wird gesendet, wenn der Plan ausgeführt wird.</translation>
    </message>
    <message>
        <source>The day that is expected, device by device</source>
        <translation>Der erwartete Tag, Gerät für Gerät</translation>
    </message>
    <message>
        <source>Expected day</source>
        <translation>Erwarteter Tag</translation>
    </message>
    <message>
        <source>5 %</source>
        <translation>5 %</translation>
    </message>
    <message>
        <source>median</source>
        <translation>Median</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>95 %</source>
        <translation>95 %</translation>
    </message>
    <message>
        <source>Spread</source>
        <translation>Streuung</translation>
    </message>
    <message>
        <source>Cost, {sign}</source>
        <translation>Kosten, {sign}</translation>
    </message>
    <message>
        <source>Wind and PV used, %</source>
        <translation>Wind und PV genutzt, %</translation>
    </message>
    <message>
        <source>Scenario</source>
        <translation>Szenario</translation>
    </message>
    <message>
        <source>Probability, %</source>
        <translation>Wahrscheinlichkeit, %</translation>
    </message>
    <message>
        <source>Wind and PV available, MWh</source>
        <translation>Wind und PV verfügbar, MWh</translation>
    </message>
    <message>
        <source>Curtailed, MWh</source>
        <translation>Abgeregelt, MWh</translation>
    </message>
    <message>
        <source>Steps solved</source>
        <translation>Gelöste Schritte</translation>
    </message>
    <message>
        <source>Each scenario</source>
        <translation>Jedes Szenario</translation>
    </message>
    <message>
        <source>After, s</source>
        <translation>Nach, s</translation>
    </message>
    <message>
        <source>Objective, {sign}</source>
        <translation>Zielwert, {sign}</translation>
    </message>
    <message>
        <source>Lower bound, {sign}</source>
        <translation>Untere Schranke, {sign}</translation>
    </message>
    <message>
        <source>Gap, %</source>
        <translation>Lücke, %</translation>
    </message>
    <message>
        <source>How bound and cost came together</source>
        <translation>Wie Schranke und Kosten zusammenkamen</translation>
    </message>
    <message>
        <source>Rounds</source>
        <translation>Runden</translation>
    </message>
    <message>
        <source>No round was needed.</source>
        <translation>Keine Runde war nötig.</translation>
    </message>
    <message>
        <source>largest</source>
        <translation>größter</translation>
    </message>
    <message>
        <source>From the upper grid, MWh</source>
        <translation>Aus dem übergeordneten Netz, MWh</translation>
    </message>
    <message>
        <source>Exchange, MWh</source>
        <translation>Austausch, MWh</translation>
    </message>
    <message>
        <source>Wind and PV used</source>
        <translation>Wind und PV genutzt</translation>
    </message>
    <message>
        <source>Exchange, MW</source>
        <translation>Austausch, MW</translation>
    </message>
    <message>
        <source>dashed: the purchase</source>
        <translation>gestrichelt: der Bezug</translation>
    </message>
    <message>
        <source>median, half, 90 % and all</source>
        <translation>Median, Hälfte, 90 % und alle</translation>
    </message>
    <message>
        <source>Storage modes</source>
        <translation>Speicherbetrieb</translation>
    </message>
    <message>
        <source>released by hand</source>
        <translation>von Hand ausgelöst</translation>
    </message>
    <message>
        <source>armed</source>
        <translation>scharf geschaltet</translation>
    </message>
    <message>
        <source>SUSPENDED</source>
        <translation>AUSGESETZT</translation>
    </message>
    <message>
        <source>Plan {name} · {state}</source>
        <translation>Plan {name} · {state}</translation>
    </message>
    <message>
        <source>{device}: {before} → {after}</source>
        <translation>{device}: {before} → {after}</translation>
    </message>
    <message>
        <source>{device}: {mode}</source>
        <translation>{device}: {mode}</translation>
    </message>
    <message>
        <source>charges</source>
        <translation>lädt</translation>
    </message>
    <message>
        <source>discharges</source>
        <translation>entlädt</translation>
    </message>
    <message>
        <source>rests</source>
        <translation>ruht</translation>
    </message>
    <message>
        <source>step {number} of {count}</source>
        <translation>Schritt {number} von {count}</translation>
    </message>
    <message>
        <source>not solved: {reason}</source>
        <translation>nicht gelöst: {reason}</translation>
    </message>
    <message>
        <source>this step is being solved</source>
        <translation>dieser Schritt wird gelöst</translation>
    </message>
    <message>
        <source>NOT SOLVED: {cause}</source>
        <translation>NICHT GELÖST: {cause}</translation>
    </message>
    <message>
        <source>losses {losses} kW</source>
        <translation>Verluste {losses} kW</translation>
    </message>
    <message>
        <source>exchange {power} MW</source>
        <translation>Austausch {power} MW</translation>
    </message>
    <message>
        <source>load flow of the planned step, {engine}</source>
        <translation>Lastfluss des geplanten Schritts, {engine}</translation>
    </message>
    <message>
        <source>Loads and generation are those the plan was made with, not measured ones.</source>
        <translation>Lasten und Erzeugung sind die, mit denen der Plan gemacht wurde, keine gemessenen.</translation>
    </message>
    <message>
        <source>{count} devices</source>
        <translation>{count} Geräte</translation>
    </message>
    <message>
        <source>not in this network: {devices}</source>
        <translation>nicht in diesem Netz: {devices}</translation>
    </message>
    <message>
        <source>The case has what this network has not; it is in the load flow: {devices}.</source>
        <translation>Der Fall hat, was dieses Netz nicht hat; im Lastfluss ist es enthalten: {devices}.</translation>
    </message>
    <message>
        <source>■ {count} switches stand otherwise now</source>
        <translation>■ {count} Schalter stehen jetzt anders</translation>
    </message>
    <message>
        <source>The plan was made with other switch positions than those the field reports now.</source>
        <translation>Der Plan wurde mit anderen Schalterstellungen gemacht, als das Feld jetzt meldet.</translation>
    </message>
    <message>
        <source>up charges, down discharges</source>
        <translation>oben lädt, unten entlädt</translation>
    </message>
    <message>
        <source>{missing} of {steps} scenario steps do not hold in the AC load flow</source>
        <translation>{missing} von {steps} Szenarioschritten halten im AC-Lastfluss nicht</translation>
    </message>
    <message>
        <source>{held} of {steps} scenario steps hold</source>
        <translation>{held} von {steps} Szenarioschritten halten</translation>
    </message>
    <message>
        <source>AC checked: {counted}</source>
        <translation>AC-geprüft: {counted}</translation>
    </message>
    <message>
        <source>Not to be carried out: {counted}</source>
        <translation>Nicht auszuführen: {counted}</translation>
    </message>
    <message>
        <source>Not fully proven: {counted}</source>
        <translation>Nicht vollständig nachgewiesen: {counted}</translation>
    </message>
    <message>
        <source>{kept} of {drawn} scenarios from {days} days of {source}</source>
        <translation>{kept} von {drawn} Szenarien aus {days} Tagen von {source}</translation>
    </message>
    <message>
        <source>There is no lower bound on the cost.</source>
        <translation>Es gibt keine untere Schranke der Kosten.</translation>
    </message>
    <message>
        <source>The gap is larger than asked for: there may be a plan that is cheaper by up to {gap}.</source>
        <translation>Die Lücke ist größer als verlangt: es kann einen Plan geben, der bis zu {gap} billiger ist.</translation>
    </message>
    <message>
        <source>Expected cost</source>
        <translation>Erwartete Kosten</translation>
    </message>
    <message>
        <source>Dearest {share} %</source>
        <translation>Teuerste {share} %</translation>
    </message>
    <message>
        <source>CVaR</source>
        <translation>CVaR</translation>
    </message>
    <message>
        <source>Objective</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>risk counts {w}</source>
        <translation>Risiko zählt {w}</translation>
    </message>
    <message>
        <source>cannot be told</source>
        <translation>nicht zu sagen</translation>
    </message>
    <message>
        <source>Worth of scenarios</source>
        <translation>Wert der Szenarien</translation>
    </message>
    <message>
        <source>{held} of {steps}</source>
        <translation>{held} von {steps}</translation>
    </message>
    <message>
        <source>scenario steps</source>
        <translation>Szenarioschritte</translation>
    </message>
    <message>
        <source>Expected cost {cost}</source>
        <translation>Erwartete Kosten {cost}</translation>
    </message>
    <message>
        <source>The mean over the scenarios, each counted by its probability; by the load flow, not by the model.</source>
        <translation>Das Mittel über die Szenarien, jedes nach seiner Wahrscheinlichkeit; nach dem Lastfluss, nicht nach dem Modell.</translation>
    </message>
    <message>
        <source>{cost} where the day turns out dear</source>
        <translation>{cost}, wo der Tag teuer wird</translation>
    </message>
    <message>
        <source>The mean cost of the dearest {share} % of days (CVaR). It counts {weight} in what is minimised.</source>
        <translation>Die mittleren Kosten der teuersten {share} % der Tage (CVaR). Sie zählen {weight} in dem, was minimiert wird.</translation>
    </message>
    <message>
        <source>Looking at scenarios saves {money}</source>
        <translation>Der Blick auf Szenarien spart {money}</translation>
    </message>
    <message>
        <source>So much more the plan for the mean forecast would cost in the same scenarios.</source>
        <translation>So viel mehr würde der Plan für die mittlere Prognose in denselben Szenarien kosten.</translation>
    </message>
    <message>
        <source>Looking at scenarios saves nothing here</source>
        <translation>Der Blick auf Szenarien spart hier nichts</translation>
    </message>
    <message>
        <source>The plan for the mean forecast costs as much in the same scenarios.</source>
        <translation>Der Plan für die mittlere Prognose kostet in denselben Szenarien gleich viel.</translation>
    </message>
    <message>
        <source>The plan for the mean forecast does not hold</source>
        <translation>Der Plan für die mittlere Prognose hält nicht</translation>
    </message>
    <message>
        <source>There is none that could be compared.</source>
        <translation>Es gibt keinen, der verglichen werden könnte.</translation>
    </message>
    <message>
        <source>Scenario {number} has no plan by itself</source>
        <translation>Szenario {number} hat für sich keinen Plan</translation>
    </message>
    <message>
        <source>{value} pu at {time}, scenario {number}</source>
        <translation>{value} pu um {time}, Szenario {number}</translation>
    </message>
    <message>
        <source>cost {cost}, probability {share}</source>
        <translation>Kosten {cost}, Wahrscheinlichkeit {share}</translation>
    </message>
    <message>
        <source>no plan yet</source>
        <translation>noch kein Plan</translation>
    </message>
    <message>
        <source>Exchange {number}: gap {gap}</source>
        <translation>Austausch {number}: Lücke {gap}</translation>
    </message>
    <message>
        <source>after {seconds} s: cost {cost}, bound {bound}</source>
        <translation>nach {seconds} s: Kosten {cost}, Schranke {bound}</translation>
    </message>
    <message>
        <source>It cannot be planned: {reason}</source>
        <translation>Nicht planbar: {reason}</translation>
    </message>
    <message>
        <source>Every value is accepted, and it fits its network.</source>
        <translation>Jeder Wert ist angenommen, und der Fall passt zu seinem Netz.</translation>
    </message>
    <message>
        <source>There is none. “Add” makes one.</source>
        <translation>Kein Eintrag. „Hinzufügen“ legt einen an.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Per unit: one value a step, 24 of the hours, or a formula of the hour h</source>
        <translation>In pu: ein Wert je Schritt, 24 Stundenwerte oder eine Formel der Stunde h</translation>
    </message>
    <message>
        <source>There is no profile. “Add” makes one.</source>
        <translation>Kein Profil. „Hinzufügen“ legt eines an.</translation>
    </message>
    <message>
        <source>Cost {cost}</source>
        <translation>Kosten {cost}</translation>
    </message>
    <message>
        <source>Difference {value} kW</source>
        <translation>Abweichung {value} kW</translation>
    </message>
    <message>
        <source>Regions</source>
        <translation>Regionen</translation>
    </message>
    <message>
        <source>{answered} of {count} answered</source>
        <translation>{answered} von {count} haben geantwortet</translation>
    </message>
    <message>
        <source>Exchanges</source>
        <translation>Austausche</translation>
    </message>
    <message>
        <source>region {name} did not answer after exchange {number} and is held at what was agreed then</source>
        <translation>Region {name} hat nach Austausch {number} nicht geantwortet und wird bei dem gehalten, was da vereinbart war</translation>
    </message>
    <message>
        <source>{name}: silent since exchange {number}</source>
        <translation>{name}: stumm seit Austausch {number}</translation>
    </message>
    <message>
        <source>{name}: answered to the end</source>
        <translation>{name}: hat bis zum Ende geantwortet</translation>
    </message>
    <message>
        <source>from {branch} on: {buses} buses and {devices} of the devices</source>
        <translation>ab {branch}: {buses} Knoten und {devices} der Anlagen</translation>
    </message>
    <message>
        <source>takes in {low} to {high} MW</source>
        <translation>bezieht {low} bis {high} MW</translation>
    </message>
    <message>
        <source>could take in {low} to {high} MW</source>
        <translation>könnte {low} bis {high} MW beziehen</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>There is no cost: no plan holds.</source>
        <translation>Es gibt keine Kosten: kein Plan hält.</translation>
    </message>
    <message>
        <source>Plan, {unit}</source>
        <translation>Plan, {unit}</translation>
    </message>
    <message>
        <source>By rules, {unit}</source>
        <translation>Nach Regeln, {unit}</translation>
    </message>
    <message>
        <source>Plan less rules, {unit}</source>
        <translation>Plan minus Regeln, {unit}</translation>
    </message>
    <message>
        <source>{sign} is the money the prices of the case are given in.</source>
        <translation>{sign} ist die Währung, in der die Preise des Falls angegeben sind.</translation>
    </message>
    <message>
        <source>it was not worked out</source>
        <translation>es wurde nicht berechnet</translation>
    </message>
    <message>
        <source>By rules there is nothing to compare with: {reason}.</source>
        <translation>Nach Regeln gibt es nichts zum Vergleichen: {reason}.</translation>
    </message>
    <message>
        <source>By rules: each device by a rule of its own, nothing coordinated; taps hold {voltage} pu, the best for this very forecast, which favours the rules.</source>
        <translation>Nach Regeln: jedes Gerät nach eigener Regel, nichts abgestimmt; Stufenschalter halten {voltage} pu, den besten Wert für genau diese Prognose, was die Regeln begünstigt.</translation>
    </message>
    <message>
        <source>They break {count} limits, {kind} at {place} first: their cost is that of a day that is not allowed.</source>
        <translation>Die Regeln verletzen {count} Grenzen, zuerst {kind} bei {place}: ihre Kosten sind die eines unzulässigen Tages.</translation>
    </message>
    <message>
        <source>They break no limit.</source>
        <translation>Die Regeln verletzen keine Grenze.</translation>
    </message>
    <message>
        <source>Price of the grid</source>
        <translation>Preis des Netzes</translation>
    </message>
    <message>
        <source>Time, h</source>
        <translation>Zeit, h</translation>
    </message>
    <message>
        <source>Bought from the upper grid, less what is given back; by the AC load flow.</source>
        <translation>Bezug aus dem übergeordneten Netz abzüglich Rückspeisung; nach dem AC-Lastfluss.</translation>
    </message>
    <message>
        <source>Expected over the scenarios.</source>
        <translation>Erwartungswert über die Szenarien.</translation>
    </message>
    <message>
        <source>Purchases by price period</source>
        <translation>Bezug nach Preiszeiten</translation>
    </message>
    <message>
        <source>Purchases</source>
        <translation>Bezug</translation>
    </message>
    <message>
        <source>nothing is known</source>
        <translation>nichts bekannt</translation>
    </message>
    <message>
        <source>Bought</source>
        <translation>Bezogen</translation>
    </message>
    <message>
        <source>Given back</source>
        <translation>Rückgespeist</translation>
    </message>
    <message>
        <source>Most active power</source>
        <translation>Größte Wirkleistung</translation>
    </message>
    <message>
        <source>Least active power</source>
        <translation>Kleinste Wirkleistung</translation>
    </message>
    <message>
        <source>Most reactive power</source>
        <translation>Größte Blindleistung</translation>
    </message>
    <message>
        <source>Least reactive power</source>
        <translation>Kleinste Blindleistung</translation>
    </message>
    <message>
        <source>Exchange with the upper grid</source>
        <translation>Austausch mit dem übergeordneten Netz</translation>
    </message>
    <message>
        <source>Step that begins at</source>
        <translation>Schritt mit Beginn um</translation>
    </message>
    <message>
        <source>Import is positive; all sources together.</source>
        <translation>Bezug ist positiv; alle Quellen zusammen.</translation>
    </message>
    <message>
        <source>Active power is expected over the scenarios.</source>
        <translation>Wirkleistung ist der Erwartungswert über die Szenarien.</translation>
    </message>
    <message>
        <source>{money} {sign} less, {share} %</source>
        <translation>{money} {sign} weniger, {share} %</translation>
    </message>
    <message>
        <source>Day report</source>
        <translation>Tagesbericht</translation>
    </message>
    <message>
        <source>day {number}</source>
        <translation>Tag {number}</translation>
    </message>
    <message>
        <source>{unit}: {share} used</source>
        <translation>{unit}: {share} genutzt</translation>
    </message>
    <message>
        <source>{used} of {available} MWh, {lost} MWh curtailed</source>
        <translation>{used} von {available} MWh, {lost} MWh abgeregelt</translation>
    </message>
    <message>
        <source>expected {detail}</source>
        <translation>erwartet {detail}</translation>
    </message>
    <message>
        <source>By rules</source>
        <translation>Nach Regeln</translation>
    </message>
    <message>
        <source>being worked out</source>
        <translation>wird berechnet</translation>
    </message>
    <message>
        <source>{count} limits broken</source>
        <translation>{count} Grenzen verletzt</translation>
    </message>
    <message>
        <source>one limit broken</source>
        <translation>eine Grenze verletzt</translation>
    </message>
    <message>
        <source>the plan saves {share}</source>
        <translation>der Plan spart {share}</translation>
    </message>
    <message>
        <source>the plan costs {share} more</source>
        <translation>der Plan kostet {share} mehr</translation>
    </message>
    <message>
        <source>Being worked out: the same day with each device following a rule of its own.</source>
        <translation>Wird berechnet: derselbe Tag, an dem jedes Gerät einer eigenen Regel folgt.</translation>
    </message>
    <message>
        <source>There is nothing to compare with.</source>
        <translation>Es gibt nichts zum Vergleichen.</translation>
    </message>
    <message>
        <source>{count} more limits are broken.</source>
        <translation>{count} weitere Grenzen sind verletzt.</translation>
    </message>
    <message>
        <source>Rules break no limit on this day.</source>
        <translation>Nach Regeln wird an diesem Tag keine Grenze verletzt.</translation>
    </message>
    <message>
        <source>Each device follows a rule of its own, nothing is coordinated. Taps hold {voltage} pu, the best for this very forecast, which favours the rules.</source>
        <translation>Jedes Gerät folgt einer eigenen Regel, nichts ist abgestimmt. Die Stufenschalter halten {voltage} pu, den besten Wert für genau diese Prognose, was die Regeln begünstigt.</translation>
    </message>
    <message>
        <source>What “by rules” means</source>
        <translation>Was „nach Regeln“ heißt</translation>
    </message>
    <message>
        <source>{value} by rules</source>
        <translation>{value} nach Regeln</translation>
    </message>
    <message>
        <source>Cost {own} · {usual}</source>
        <translation>Kosten {own} · {usual}</translation>
    </message>
    <message>
        <source>Losses {own} MWh · {usual}</source>
        <translation>Verluste {own} MWh · {usual}</translation>
    </message>
    <message>
        <source>Bought {own} MWh · {usual}</source>
        <translation>Gekauft {own} MWh · {usual}</translation>
    </message>
    <message>
        <source>By rules broken: {time} {kind}, {place}</source>
        <translation>Nach Regeln verletzt: {time} {kind}, {place}</translation>
    </message>
    <message>
        <source>{value}; the limit is {limit}</source>
        <translation>{value}; die Grenze ist {limit}</translation>
    </message>
    <message>
        <source>scenario {number}: {detail}</source>
        <translation>Szenario {number}: {detail}</translation>
    </message>
</context>
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Tieline</source>
        <translation>Über Tieline</translation>
    </message>
    <message>
        <source>Licence text</source>
        <translation>Lizenztext</translation>
    </message>
    <message>
        <source>Tieline {version}</source>
        <translation>Tieline {version}</translation>
    </message>
    <message>
        <source>Operator console and study desk for electric distribution networks. Licensed under Apache-2.0. It travels with {count} components of others:</source>
        <translation>Bedienkonsole und Studienplatz für elektrische Verteilnetze. Lizenziert unter Apache-2.0. Mitgeliefert werden {count} fremde Komponenten:</translation>
    </message>
    <message>
        <source>Components of others</source>
        <translation>Fremde Komponenten</translation>
    </message>
    <message>
        <source>Component</source>
        <translation>Komponente</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
</context>
<context>
    <name>AcknowledgingThere</name>
    <message>
        <source>{server} has not taken note that {alarm} was acknowledged: {reason}</source>
        <translation>{server} hat die Quittierung von {alarm} nicht angenommen: {reason}</translation>
    </message>
</context>
<context>
    <name>AlarmDesk</name>
    <message>
        <source>Nobody is signed in: sign in to answer alarms.</source>
        <translation>Niemand ist angemeldet: Melden Sie sich an, um Alarme zu beantworten.</translation>
    </message>
    <message>
        <source>Alarms cannot be kept: {reason}</source>
        <translation>Alarme können nicht festgehalten werden: {reason}</translation>
    </message>
</context>
<context>
    <name>AlarmPanel</name>
    <message>
        <source>Alarm desk</source>
        <translation>Alarmpult</translation>
    </message>
    <message>
        <source>Alarms put aside</source>
        <translation>Zurückgestellte Alarme</translation>
    </message>
    <message>
        <source>List of alarms</source>
        <translation>Liste der Alarme</translation>
    </message>
    <message>
        <source>Causes</source>
        <translation>Ursachen</translation>
    </message>
    <message>
        <source>One card for all alarms with one cause, worst first</source>
        <translation>Eine Karte für alle Alarme einer Ursache, die schlimmste zuerst</translation>
    </message>
    <message>
        <source>List</source>
        <translation>Liste</translation>
    </message>
    <message>
        <source>Every alarm, with filter and search</source>
        <translation>Jeder Alarm, mit Filter und Suche</translation>
    </message>
    <message>
        <source>Put aside</source>
        <translation>Beiseite</translation>
    </message>
    <message>
        <source>Shelved, suppressed by design and out of service</source>
        <translation>Zurückgestellt, planmäßig unterdrückt und außer Betrieb</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Kennzahlen</translation>
    </message>
    <message>
        <source>How many alarms an operator gets, after ISA-18.2</source>
        <translation>Wie viele Alarme ein Bediener bekommt, nach ISA-18.2</translation>
    </message>
    <message>
        <source>What can be done with the selected alarms</source>
        <translation>Was mit den ausgewählten Alarmen getan werden kann</translation>
    </message>
    <message>
        <source>What can be done with the selected alarms; print and export</source>
        <translation>Was mit den ausgewählten Alarmen getan werden kann; Druck und Export</translation>
    </message>
    <message>
        <source>No alarm. What is raised stands here, worst first; Space acknowledges it.</source>
        <translation>Kein Alarm. Was kommt, steht hier, das Schlimmste zuerst; die Leertaste quittiert.</translation>
    </message>
    <message>
        <source>No alarm passes the filter. Esc in the search field clears it.</source>
        <translation>Kein Alarm passt zum Filter. Esc im Suchfeld leert ihn.</translation>
    </message>
    <message>
        <source>Nothing is put aside. S shelves an alarm for a time, with a reason.</source>
        <translation>Nichts ist beiseitegelegt. S stellt einen Alarm für eine Zeit zurück, mit Grund.</translation>
    </message>
</context>
<context>
    <name>AlarmWindow</name>
    <message>
        <source>Alarms</source>
        <translation>Alarme</translation>
    </message>
    <message>
        <source>Alarms as they stood at the moment shown; nothing can be done with them from here. Figures are of the present.</source>
        <translation>Alarme, wie sie zum gezeigten Zeitpunkt standen; von hier aus kann nichts mit ihnen getan werden. Die Kennzahlen sind die der Gegenwart.</translation>
    </message>
    <message>
        <source>Nothing was recorded at this moment: which alarms stood is not known.</source>
        <translation>Zu diesem Zeitpunkt wurde nichts aufgezeichnet: Welche Meldungen anstanden, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>{count} more causes: they are in the list.</source>
        <translation>{count} weitere Ursachen: Sie stehen in der Liste.</translation>
    </message>
    <message>
        <source>{count} to acknowledge</source>
        <translation>{count} zu quittieren</translation>
    </message>
    <message>
        <source>no alarm</source>
        <translation>kein Alarm</translation>
    </message>
    <message>
        <source>alarms: not known</source>
        <translation>Meldungen: nicht bekannt</translation>
    </message>
    <message>
        <source>Alarms by priority ({names}); opens the desk</source>
        <translation>Alarme nach Priorität ({names}); öffnet das Pult</translation>
    </message>
    <message>
        <source>Select equipment first.</source>
        <translation>Wählen Sie zuerst ein Betriebsmittel aus.</translation>
    </message>
    <message>
        <source>No alarm stands there.</source>
        <translation>Dort steht kein Alarm an.</translation>
    </message>
    <message>
        <source>This alarm belongs to no equipment of the network.</source>
        <translation>Dieser Alarm gehört zu keinem Betriebsmittel des Netzes.</translation>
    </message>
    <message>
        <source>{element} is not in this network.</source>
        <translation>{element} ist nicht in diesem Netz.</translation>
    </message>
    <message>
        <source>Alarms (A shows them)</source>
        <translation>Alarme (A zeigt sie)</translation>
    </message>
    <message>
        <source>A past moment is shown: nothing can be done with its alarms.</source>
        <translation>Ein vergangener Moment wird gezeigt: Mit seinen Alarmen kann nichts getan werden.</translation>
    </message>
</context>
<context>
    <name>Approving</name>
    <message>
        <source>it has no schedule</source>
        <translation>er hat keinen Fahrplan</translation>
    </message>
    <message>
        <source>its proof does not hold</source>
        <translation>sein Nachweis gilt nicht</translation>
    </message>
    <message>
        <source>it was made for the network {name}, not for this district</source>
        <translation>er wurde für das Netz {name} gemacht, nicht für diesen Netzbezirk</translation>
    </message>
    <message>
        <source>it was planned by an earlier version: plan it again</source>
        <translation>er wurde mit einer früheren Version geplant: neu planen</translation>
    </message>
    <message>
        <source>there is no course of the expected day, {reason}</source>
        <translation>es gibt keinen Verlauf des erwarteten Tages, {reason}</translation>
    </message>
    <message>
        <source>{name} cannot be carried out: {reason}.</source>
        <translation>{name} kann nicht ausgeführt werden: {reason}.</translation>
    </message>
</context>
<context>
    <name>BandDialog</name>
    <message>
        <source>Bands around the plan</source>
        <translation>Bänder um den Plan</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>Setzen</translation>
    </message>
    <message>
        <source>Exchange ±</source>
        <translation>Austausch ±</translation>
    </message>
    <message>
        <source>Lowest voltage ±</source>
        <translation>Niedrigste Spannung ±</translation>
    </message>
    <message>
        <source>Energy of a storage ±</source>
        <translation>Energie eines Speichers ±</translation>
    </message>
    <message>
        <source>Outside for</source>
        <translation>Außerhalb seit</translation>
    </message>
</context>
<context>
    <name>BandModel</name>
    <message>
        <source>Over the scenarios</source>
        <translation>Über die Szenarien</translation>
    </message>
</context>
<context>
    <name>BandTable</name>
    <message>
        <source>Figures of the day over all scenarios</source>
        <translation>Zahlen des Tages über alle Szenarien</translation>
    </message>
</context>
<context>
    <name>BarList</name>
    <message>
        <source>
old: what it was calculated from is not heard any more</source>
        <translation>
veraltet: Woraus es berechnet wurde, wird nicht mehr empfangen</translation>
    </message>
</context>
<context>
    <name>BrowseDialog</name>
    <message>
        <source>Browse a server</source>
        <translation>Server durchsehen</translation>
    </message>
    <message>
        <source>none: anonymous</source>
        <translation>keiner: anonym</translation>
    </message>
    <message>
        <source>Endpoint</source>
        <translation>Endpunkt</translation>
    </message>
    <message>
        <source>Security</source>
        <translation>Sicherheit</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Browse</source>
        <translation>Durchsehen</translation>
    </message>
    <message>
        <source>Progress of browsing</source>
        <translation>Fortschritt des Durchsehens</translation>
    </message>
    <message>
        <source>Points of the draft</source>
        <translation>Datenpunkte des Entwurfs</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filter of the points</source>
        <translation>Filter der Datenpunkte</translation>
    </message>
    <message>
        <source>Write the map…</source>
        <translation>Liste schreiben…</translation>
    </message>
    <message>
        <source>Guesses are read but never commanded until they are checked</source>
        <translation>Vermutungen werden gelesen, aber nie gesteuert, bis sie geprüft sind</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Stopped; nothing was changed.</source>
        <translation>Angehalten; nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Looking through {endpoint} …</source>
        <translation>{endpoint} wird durchgesehen …</translation>
    </message>
    <message>
        <source>Browsing {endpoint}</source>
        <translation>{endpoint} wird durchgesehen</translation>
    </message>
    <message>
        <source>{nodes} nodes, {total} points, {assigned} assigned, {guessed} of them guesses to be checked</source>
        <translation>{nodes} Serverknoten, {total} Datenpunkte, {assigned} zugeordnet, davon {guessed} Vermutungen, noch zu prüfen</translation>
    </message>
    <message>
        <source>; {count} nodes could not be looked into</source>
        <translation>; {count} Serverknoten waren nicht einsehbar</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Address map (*.toml);;Table (*.csv)</source>
        <translation>Adressliste (*.toml);;Tabelle (*.csv)</translation>
    </message>
    <message>
        <source>Write the address map</source>
        <translation>Adressliste schreiben</translation>
    </message>
    <message>
        <source>Written to {path}</source>
        <translation>Geschrieben nach {path}</translation>
    </message>
    <message>
        <source>Writing {name}</source>
        <translation>{name} wird geschrieben</translation>
    </message>
</context>
<context>
    <name>CaseDraft</name>
    <message>
        <source>it is being held against the network</source>
        <translation>er wird gerade gegen das Netz geprüft</translation>
    </message>
    <message>
        <source>name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>add</source>
        <translation>hinzufügen</translation>
    </message>
    <message>
        <source>remove</source>
        <translation>entfernen</translation>
    </message>
    <message>
        <source>Holding the case against the network</source>
        <translation>Fall wird gegen das Netz geprüft</translation>
    </message>
</context>
<context>
    <name>CasePage</name>
    <message>
        <source>Editor of a case</source>
        <translation>Falleditor</translation>
    </message>
    <message>
        <source>Name of the case</source>
        <translation>Name des Falls</translation>
    </message>
    <message>
        <source>Tables of the case</source>
        <translation>Tabellen des Falls</translation>
    </message>
    <message>
        <source>What is wrong with the case</source>
        <translation>Was am Fall falsch ist</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>Fall</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>Was falsch ist</translation>
    </message>
    <message>
        <source>{count} values are refused</source>
        <translation>{count} Werte werden abgelehnt</translation>
    </message>
</context>
<context>
    <name>CaseValues</name>
    <message>
        <source>Values of the case</source>
        <translation>Werte des Falls</translation>
    </message>
</context>
<context>
    <name>CaseWindow</name>
    <message>
        <source>Leave the case</source>
        <translation>Fall verlassen</translation>
    </message>
    <message>
        <source>What was written here is neither planned nor saved. Give it up?</source>
        <translation>Die Eingaben hier sind weder geplant noch gespeichert. Verwerfen?</translation>
    </message>
    <message>
        <source>Give it up</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Dispatch cases (*.toml)</source>
        <translation>Einsatzfälle (*.toml)</translation>
    </message>
    <message>
        <source>Open a case</source>
        <translation>Einen Fall öffnen</translation>
    </message>
    <message>
        <source>its case was edited</source>
        <translation>sein Fall wurde bearbeitet</translation>
    </message>
    <message>
        <source>Save the case</source>
        <translation>Fall speichern</translation>
    </message>
    <message>
        <source>Written to {path}</source>
        <translation>Geschrieben nach {path}</translation>
    </message>
</context>
<context>
    <name>ChangeList</name>
    <message>
        <source>Changes of the study</source>
        <translation>Änderungen der Studie</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>Herausnehmen</translation>
    </message>
    <message>
        <source>Take this change out of the study (Delete); undo brings it back</source>
        <translation>Diese Änderung aus der Studie nehmen (Entf); Rückgängig bringt sie zurück</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Go to the equipment this change is about (Enter)</source>
        <translation>Zum Betriebsmittel dieser Änderung gehen (Eingabe)</translation>
    </message>
    <message>
        <source>No changes yet. Operate a switch, move a tap or scale load: each change is listed here.</source>
        <translation>Noch keine Änderungen. Einen Schalter bedienen, eine Stufe stellen oder Last skalieren: jede Änderung steht dann hier.</translation>
    </message>
</context>
<context>
    <name>ChoiceDialog</name>
    <message>
        <source>Nothing is chosen.</source>
        <translation>Nichts ist gewählt.</translation>
    </message>
</context>
<context>
    <name>CommandPanel</name>
    <message>
        <source>I have read this</source>
        <translation>Ich habe das gelesen</translation>
    </message>
    <message>
        <source>Supervisor&apos;s reason</source>
        <translation>Grund des Schichtleiters</translation>
    </message>
    <message>
        <source>Reason of the supervisor who takes it on themselves</source>
        <translation>Grund des Schichtleiters, der es verantwortet</translation>
    </message>
    <message>
        <source>It is recorded with the supervisor&apos;s name</source>
        <translation>Er wird mit dem Namen des Schichtleiters eingetragen</translation>
    </message>
    <message>
        <source>Command: {text}</source>
        <translation>Befehl: {text}</translation>
    </message>
    <message>
        <source>{sign} supervisor:</source>
        <translation>{sign} Schichtleiter:</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Bestätigen</translation>
    </message>
    <message>
        <source>Send it to the device (Enter)</source>
        <translation>An das Gerät senden (Eingabe)</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>Zurückziehen</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>Nothing is sent (Esc)</source>
        <translation>Es wird nichts gesendet (Esc)</translation>
    </message>
    <message>
        <source>It cannot be sent now.</source>
        <translation>Es kann jetzt nicht gesendet werden.</translation>
    </message>
    <message>
        <source>Say first that you have read it.</source>
        <translation>Erst angeben, dass Sie es gelesen haben.</translation>
    </message>
    <message>
        <source>A supervisor must give a reason.</source>
        <translation>Ein Schichtleiter muss einen Grund angeben.</translation>
    </message>
</context>
<context>
    <name>Commanding</name>
    <message>
        <source>The link to {server} is silent: {reason}</source>
        <translation>Die Verbindung zu {server} schweigt: {reason}</translation>
    </message>
    <message>
        <source>Settled: the field shows {name} {value}; it takes commands again.</source>
        <translation>Geklärt: Das Feld zeigt {name} {value}; Befehle werden wieder angenommen.</translation>
    </message>
</context>
<context>
    <name>CompareModel</name>
    <message>
        <source>First − second</source>
        <translation>Erster − zweiter</translation>
    </message>
</context>
<context>
    <name>ComparePage</name>
    <message>
        <source>Two plans side by side</source>
        <translation>Zwei Pläne nebeneinander</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>The plan beside it</source>
        <translation>Der Plan daneben</translation>
    </message>
    <message>
        <source>Back to plan</source>
        <translation>Zurück zum Plan</translation>
    </message>
    <message>
        <source>with</source>
        <translation>mit</translation>
    </message>
    <message>
        <source>Figures of both plans</source>
        <translation>Zahlen beider Pläne</translation>
    </message>
</context>
<context>
    <name>Console</name>
    <message>
        <source>The last run ended unexpectedly; the log has the details.</source>
        <translation>Der letzte Lauf endete unerwartet; das Protokoll sagt mehr.</translation>
    </message>
</context>
<context>
    <name>Control</name>
    <message>
        <source>the solver lost the network again and again</source>
        <translation>der Rechner hat das Netz mehrmals verloren</translation>
    </message>
    <message>
        <source>Consequence of a command</source>
        <translation>Auswirkung eines Befehls</translation>
    </message>
</context>
<context>
    <name>CorrelationMap</name>
    <message>
        <source>Correlation between units</source>
        <translation>Korrelation zwischen Einheiten</translation>
    </message>
    <message>
        <source>{unit} with itself</source>
        <translation>{unit} mit sich selbst</translation>
    </message>
    <message>
        <source>{first} and {second} never vary in the same hour</source>
        <translation>{first} und {second} ändern sich nie in derselben Stunde</translation>
    </message>
    <message>
        <source>{first} with {second}: {value}</source>
        <translation>{first} mit {second}: {value}</translation>
    </message>
</context>
<context>
    <name>CorrelationPanel</name>
    <message>
        <source>Correlation in the same hour</source>
        <translation>Korrelation in derselben Stunde</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>point at a cell, or use the arrow keys</source>
        <translation>auf eine Zelle zeigen oder die Pfeiltasten benutzen</translation>
    </message>
</context>
<context>
    <name>Courses</name>
    <message>
        <source>The plan over its hours</source>
        <translation>Der Plan über seine Stunden</translation>
    </message>
</context>
<context>
    <name>CrewDialog</name>
    <message>
        <source>Send</source>
        <translation>Schicken</translation>
    </message>
    <message>
        <source>Crews, the best first</source>
        <translation>Trupps, der beste zuerst</translation>
    </message>
    <message>
        <source>No crew is known. Crews come from the crew file of the site.</source>
        <translation>Kein Trupp ist bekannt. Trupps kommen aus der Truppdatei der Leitstelle.</translation>
    </message>
    <message>
        <source>No crew can go now; each says why.</source>
        <translation>Kein Trupp kann jetzt fahren; bei jedem steht, warum.</translation>
    </message>
    <message>
        <source>No crew is chosen: choose one that can go.</source>
        <translation>Kein Trupp gewählt: einen wählen, der fahren kann.</translation>
    </message>
</context>
<context>
    <name>CustomerRow</name>
    <message>
        <source>Told</source>
        <translation>Mitgeteilt</translation>
    </message>
    <message>
        <source>This customer has been called and knows; the journal notes it</source>
        <translation>Dieser Kunde wurde angerufen und weiß Bescheid; das Betriebstagebuch hält es fest</translation>
    </message>
    <message>
        <source>life support</source>
        <translation>lebenserhaltende Geräte</translation>
    </message>
    <message>
        <source>no contact is known</source>
        <translation>kein Kontakt bekannt</translation>
    </message>
    <message>
        <source>{name} has been told</source>
        <translation>{name} ist verständigt</translation>
    </message>
</context>
<context>
    <name>CustomerSection</name>
    <message>
        <source>Call first</source>
        <translation>Zuerst anrufen</translation>
    </message>
</context>
<context>
    <name>DatePicker</name>
    <message>
        <source>Go to a moment</source>
        <translation>Zu einem Zeitpunkt gehen</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Time of day</source>
        <translation>Uhrzeit</translation>
    </message>
    <message>
        <source>The step that contains this time is shown</source>
        <translation>Gezeigt wird der Schritt, der diese Zeit enthält</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>Dorthin</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
</context>
<context>
    <name>DayChart</name>
    <message>
        <source>Day chart</source>
        <translation>Tagesverlauf</translation>
    </message>
    <message>
        <source>Left and right step, Home and End go to the edges</source>
        <translation>Links und rechts gehen einen Schritt, Pos1 und Ende an den Rand</translation>
    </message>
    <message>
        <source>The day is solved in the background as soon as a network with profiles is shown.</source>
        <translation>Der Tag wird im Hintergrund gerechnet, sobald ein Netz mit Profilen gezeigt wird.</translation>
    </message>
    <message>
        <source>This network has no times to draw a day over.</source>
        <translation>Dieses Netz hat keine Zeiten für einen Tagesverlauf.</translation>
    </message>
    <message>
        <source>No step of this day has a solution.</source>
        <translation>Kein Schritt dieses Tages hat eine Lösung.</translation>
    </message>
    <message>
        <source>Power, MW</source>
        <translation>Leistung, MW</translation>
    </message>
    <message>
        <source>Losses, kW</source>
        <translation>Verluste, kW</translation>
    </message>
    <message>
        <source>Voltage, pu</source>
        <translation>Spannung, pu</translation>
    </message>
    <message>
        <source>load, generation shaded</source>
        <translation>Last, Erzeugung getönt</translation>
    </message>
    <message>
        <source>{energy} MWh</source>
        <translation>{energy} MWh</translation>
    </message>
    <message>
        <source>{time}: no solution</source>
        <translation>{time}: keine Lösung</translation>
    </message>
    <message>
        <source>{time}: {load} load, {generation} generation</source>
        <translation>{time}: {load} Last, {generation} Erzeugung</translation>
    </message>
</context>
<context>
    <name>DayClient</name>
    <message>
        <source>The shown day</source>
        <translation>Der gezeigte Tag</translation>
    </message>
    <message>
        <source>The solver lost the network again and again; open it anew.</source>
        <translation>Der Rechner hat das Netz mehrmals verloren; es bitte neu öffnen.</translation>
    </message>
</context>
<context>
    <name>Deeds</name>
    <message>
        <source>Nothing of the selection is to be acknowledged.</source>
        <translation>In der Auswahl ist nichts zu quittieren.</translation>
    </message>
    <message>
        <source>Nothing of the selection waits to be reset.</source>
        <translation>In der Auswahl ist nichts zurückzusetzen.</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>Opening {name}</source>
        <translation>{name} wird geöffnet</translation>
    </message>
    <message>
        <source>{name} is recovered; it is not saved.</source>
        <translation>{name} ist wiederhergestellt; es ist nicht gespeichert.</translation>
    </message>
    <message>
        <source>Recovering {name}</source>
        <translation>{name} wird wiederhergestellt</translation>
    </message>
    <message>
        <source>{change}: losses {losses} kW</source>
        <translation>{change}: Verluste {losses} kW</translation>
    </message>
    <message>
        <source>Laying out the diagram</source>
        <translation>Das Netzbild wird angeordnet</translation>
    </message>
</context>
<context>
    <name>Diagram</name>
    <message>
        <source>not to scale</source>
        <translation>nicht maßstäblich</translation>
    </message>
    <message>
        <source>PLAN · not the present</source>
        <translation>PLAN · nicht die Gegenwart</translation>
    </message>
</context>
<context>
    <name>DiagramPanel</name>
    <message>
        <source>Who solved the shown state, and when</source>
        <translation>Wer den gezeigten Zustand gerechnet hat, und wann</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Ebene</translation>
    </message>
    <message>
        <source>Schematic</source>
        <translation>Schema</translation>
    </message>
    <message>
        <source>Feeders as straight rows, not to scale (F6)</source>
        <translation>Abgänge als gerade Zeilen, nicht maßstäblich (F6)</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Where the equipment stands, where its coordinates are known (F7)</source>
        <translation>Wo die Betriebsmittel stehen, wo Koordinaten bekannt sind (F7)</translation>
    </message>
    <message>
        <source>Voltage</source>
        <translation>Spannung</translation>
    </message>
    <message>
        <source>Voltage of each bus in pu; marked where beyond a limit</source>
        <translation>Spannung jedes Knotens in pu; bezeichnet, wo jenseits einer Grenze</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Auslastung</translation>
    </message>
    <message>
        <source>Current against the thermal limit, in percent</source>
        <translation>Strom gegen die thermische Grenze, in Prozent</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>Verluste</translation>
    </message>
    <message>
        <source>Active losses of each element, in kW</source>
        <translation>Wirkverluste jedes Betriebsmittels, in kW</translation>
    </message>
    <message>
        <source>Feeders</source>
        <translation>Abgänge</translation>
    </message>
    <message>
        <source>Which feeder supplies each bus</source>
        <translation>Welcher Abgang welchen Knoten versorgt</translation>
    </message>
    <message>
        <source>Supply</source>
        <translation>Versorgung</translation>
    </message>
    <message>
        <source>Energised, dead, back-fed, proven dead, earthed</source>
        <translation>Unter Spannung, spannungslos, rückgespeist, festgestellt spannungsfrei, geerdet</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Difference to the state before the changes of this study</source>
        <translation>Unterschied zum Zustand vor den Änderungen dieser Studie</translation>
    </message>
    <message>
        <source>Where the equipment stands (F7)</source>
        <translation>Wo die Betriebsmittel stehen (F7)</translation>
    </message>
    <message>
        <source>This network carries no coordinates.</source>
        <translation>Dieses Netz hat keine Koordinaten.</translation>
    </message>
</context>
<context>
    <name>DiagramView</name>
    <message>
        <source>Single-line diagram</source>
        <translation>Netzbild</translation>
    </message>
    <message>
        <source>Single-line diagram of {network}</source>
        <translation>Netzbild von {network}</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>und {count} weitere</translation>
    </message>
    <message>
        <source>Arrow keys go to the neighbouring element, Enter acts on it, Home shows everything.</source>
        <translation>Pfeiltasten gehen zum Nachbarn, Eingabe bedient ihn, Pos1 zeigt alles.</translation>
    </message>
    <message>
        <source>Selected: {elements}</source>
        <translation>Ausgewählt: {elements}</translation>
    </message>
    <message>
        <source>no network is shown</source>
        <translation>es wird kein Netz gezeigt</translation>
    </message>
    <message>
        <source>open one first</source>
        <translation>erst eines öffnen</translation>
    </message>
    <message>
        <source>No network is open.</source>
        <translation>Es ist kein Netz offen.</translation>
    </message>
</context>
<context>
    <name>DispatchDeeds</name>
    <message>
        <source>Wait until the plan under way is done, or cancel it.</source>
        <translation>Warten Sie, bis die laufende Planung fertig ist, oder brechen Sie sie ab.</translation>
    </message>
    <message>
        <source>The sample: IEEE 33-bus feeder, 24 hours</source>
        <translation>Das Beispiel: IEEE-33-Knoten-Netz, 24 Stunden</translation>
    </message>
    <message>
        <source>per MWh</source>
        <translation>je MWh</translation>
    </message>
    <message>
        <source>{device} out</source>
        <translation>ohne {device}</translation>
    </message>
    <message>
        <source>{what}: {value}</source>
        <translation>{what}: {value}</translation>
    </message>
    <message>
        <source>{first} and {count} more</source>
        <translation>{first} und {count} weitere</translation>
    </message>
    <message>
        <source>{name} in {count} regions</source>
        <translation>{name} in {count} Regionen</translation>
    </message>
    <message>
        <source>planned in {count} regions</source>
        <translation>geplant in {count} Regionen</translation>
    </message>
    <message>
        <source>Comma separated (*.csv);;Workbook (*.xlsx)</source>
        <translation>Kommagetrennt (*.csv);;Arbeitsmappe (*.xlsx)</translation>
    </message>
    <message>
        <source>Export the schedule</source>
        <translation>Fahrplan exportieren</translation>
    </message>
    <message>
        <source>Exported to {path}</source>
        <translation>Ausgegeben nach {path}</translation>
    </message>
    <message>
        <source>This case is being planned; cancel that first.</source>
        <translation>Dieser Fall wird gerade geplant; brechen Sie das zuerst ab.</translation>
    </message>
    <message>
        <source>Remove a plan</source>
        <translation>Einen Plan entfernen</translation>
    </message>
    <message>
        <source>Remove “{name}” from the plans of this site? It cannot be brought back.</source>
        <translation>„{name}“ aus den Plänen dieser Anlage entfernen? Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
</context>
<context>
    <name>DispatchDesk</name>
    <message>
        <source>Reading plans</source>
        <translation>Pläne werden gelesen</translation>
    </message>
    <message>
        <source>Removing a plan</source>
        <translation>Plan wird entfernt</translation>
    </message>
    <message>
        <source>Reading {name}</source>
        <translation>{name} wird gelesen</translation>
    </message>
    <message>
        <source>Planning {name}</source>
        <translation>{name} wird geplant</translation>
    </message>
    <message>
        <source>Keeping a plan</source>
        <translation>Plan wird gespeichert</translation>
    </message>
</context>
<context>
    <name>DispatchWindow</name>
    <message>
        <source>Dispatch</source>
        <translation>Einsatz</translation>
    </message>
    <message>
        <source>Day-ahead plans with their proof (Alt+3)</source>
        <translation>Pläne für den Folgetag mit Nachweis (Alt+3)</translation>
    </message>
    <message>
        <source>Choose a plan that was planned: there is nothing to report yet.</source>
        <translation>Einen gerechneten Plan wählen: noch gibt es nichts zu berichten.</translation>
    </message>
    <message>
        <source>{count} kept with this site</source>
        <translation>{count} bei dieser Anlage gespeichert</translation>
    </message>
</context>
<context>
    <name>DispatchWords</name>
    <message>
        <source>source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>tap changer</source>
        <translation>Stufenschalter</translation>
    </message>
    <message>
        <source>regulator</source>
        <translation>Regler</translation>
    </message>
    <message>
        <source>capacitor bank</source>
        <translation>Kondensatorbank</translation>
    </message>
    <message>
        <source>PV</source>
        <translation>PV</translation>
    </message>
    <message>
        <source>wind</source>
        <translation>Wind</translation>
    </message>
    <message>
        <source>storage</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>turbine</source>
        <translation>Turbine</translation>
    </message>
    <message>
        <source>demand response</source>
        <translation>Laststeuerung</translation>
    </message>
    <message>
        <source>SVC</source>
        <translation>SVC</translation>
    </message>
    <message>
        <source>Bought from the grid</source>
        <translation>Aus dem Netz bezogen</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>Verluste</translation>
    </message>
    <message>
        <source>Wind</source>
        <translation>Wind</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>Stunden</translation>
    </message>
    <message>
        <source>Network and limits</source>
        <translation>Netz und Grenzen</translation>
    </message>
    <message>
        <source>Prices</source>
        <translation>Preise</translation>
    </message>
    <message>
        <source>Profiles</source>
        <translation>Profile</translation>
    </message>
    <message>
        <source>Upper grid</source>
        <translation>Übergeordnetes Netz</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Turbines</source>
        <translation>Turbinen</translation>
    </message>
    <message>
        <source>Demand response</source>
        <translation>Laststeuerung</translation>
    </message>
    <message>
        <source>Capacitor banks</source>
        <translation>Kondensatorbänke</translation>
    </message>
    <message>
        <source>Substation taps</source>
        <translation>Stufen im Umspannwerk</translation>
    </message>
    <message>
        <source>Feeder taps</source>
        <translation>Stufen im Abgang</translation>
    </message>
    <message>
        <source>Regions</source>
        <translation>Regionen</translation>
    </message>
    <message>
        <source>Risk over scenarios</source>
        <translation>Risiko über Szenarien</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Length of a step</source>
        <translation>Länge eines Schritts</translation>
    </message>
    <message>
        <source>Begins at</source>
        <translation>Beginn</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Voltage of the upper grid</source>
        <translation>Spannung des übergeordneten Netzes</translation>
    </message>
    <message>
        <source>Lowest voltage</source>
        <translation>Niedrigste Spannung</translation>
    </message>
    <message>
        <source>Highest voltage</source>
        <translation>Höchste Spannung</translation>
    </message>
    <message>
        <source>Limit of every branch</source>
        <translation>Grenze jedes Zweigs</translation>
    </message>
    <message>
        <source>Energy from the grid</source>
        <translation>Energie aus dem Netz</translation>
    </message>
    <message>
        <source>Energy at peak</source>
        <translation>Energie zur Spitzenlastzeit</translation>
    </message>
    <message>
        <source>Peak hours</source>
        <translation>Spitzenlaststunden</translation>
    </message>
    <message>
        <source>Energy else</source>
        <translation>Energie sonst</translation>
    </message>
    <message>
        <source>Energy in the valley</source>
        <translation>Energie zur Schwachlastzeit</translation>
    </message>
    <message>
        <source>Valley hours</source>
        <translation>Schwachlaststunden</translation>
    </message>
    <message>
        <source>Wear of storage</source>
        <translation>Verschleiß der Speicher</translation>
    </message>
    <message>
        <source>Turbine</source>
        <translation>Turbine</translation>
    </message>
    <message>
        <source>Curtailment</source>
        <translation>Abregelung</translation>
    </message>
    <message>
        <source>A move of a tap</source>
        <translation>Stellschritt einer Stufe</translation>
    </message>
    <message>
        <source>A move of a bank</source>
        <translation>Stellschritt einer Kondensatorbank</translation>
    </message>
    <message>
        <source>Beyond the purchase</source>
        <translation>Über dem Bezug</translation>
    </message>
    <message>
        <source>Short of the purchase</source>
        <translation>Unter dem Bezug</translation>
    </message>
    <message>
        <source>Level of CVaR</source>
        <translation>Niveau des CVaR</translation>
    </message>
    <message>
        <source>Weight of CVaR</source>
        <translation>Gewicht des CVaR</translation>
    </message>
    <message>
        <source>Bus</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>Bemessungsleistung</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>Leistung</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>Least power factor</source>
        <translation>Kleinster Leistungsfaktor</translation>
    </message>
    <message>
        <source>Equipment</source>
        <translation>Betriebsmittel</translation>
    </message>
    <message>
        <source>Least P</source>
        <translation>Kleinste P</translation>
    </message>
    <message>
        <source>Largest P</source>
        <translation>Größte P</translation>
    </message>
    <message>
        <source>Least Q</source>
        <translation>Kleinste Q</translation>
    </message>
    <message>
        <source>Largest Q</source>
        <translation>Größte Q</translation>
    </message>
    <message>
        <source>Ramp of P</source>
        <translation>Rampe von P</translation>
    </message>
    <message>
        <source>Ramp of Q</source>
        <translation>Rampe von Q</translation>
    </message>
    <message>
        <source>Ramp</source>
        <translation>Rampe</translation>
    </message>
    <message>
        <source>P before</source>
        <translation>P vorher</translation>
    </message>
    <message>
        <source>Q before</source>
        <translation>Q vorher</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>Kapazität</translation>
    </message>
    <message>
        <source>Held before</source>
        <translation>Inhalt vorher</translation>
    </message>
    <message>
        <source>Held at least</source>
        <translation>Mindestinhalt</translation>
    </message>
    <message>
        <source>Held at the end</source>
        <translation>Inhalt am Ende</translation>
    </message>
    <message>
        <source>Efficiency in</source>
        <translation>Wirkungsgrad Laden</translation>
    </message>
    <message>
        <source>Efficiency out</source>
        <translation>Wirkungsgrad Entladen</translation>
    </message>
    <message>
        <source>Flexible share</source>
        <translation>Flexibler Anteil</translation>
    </message>
    <message>
        <source>Largest shift</source>
        <translation>Größte Verschiebung</translation>
    </message>
    <message>
        <source>A step</source>
        <translation>Je Stufe</translation>
    </message>
    <message>
        <source>Step before</source>
        <translation>Stufe vorher</translation>
    </message>
    <message>
        <source>Moves a day</source>
        <translation>Stellschritte je Tag</translation>
    </message>
    <message>
        <source>Steps a move</source>
        <translation>Stufen je Stellschritt</translation>
    </message>
    <message>
        <source>Follows voltage</source>
        <translation>Folgt der Spannung</translation>
    </message>
    <message>
        <source>Least ratio</source>
        <translation>Kleinste Übersetzung</translation>
    </message>
    <message>
        <source>Largest ratio</source>
        <translation>Größte Übersetzung</translation>
    </message>
    <message>
        <source>Positions</source>
        <translation>Stufenzahl</translation>
    </message>
    <message>
        <source>Position before</source>
        <translation>Stufe vorher</translation>
    </message>
    <message>
        <source>Positions a move</source>
        <translation>Stufen je Stellschritt</translation>
    </message>
    <message>
        <source>Transformer</source>
        <translation>Transformator</translation>
    </message>
    <message>
        <source>Begins with branch</source>
        <translation>Beginnt mit Zweig</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>In automatic</source>
        <translation>In Automatik</translation>
    </message>
    <message>
        <source>Moves of taps and capacitors</source>
        <translation>Stellschritte von Stufen und Kondensatoren</translation>
    </message>
    <message>
        <source>Deviation of voltage</source>
        <translation>Abweichung der Spannung</translation>
    </message>
    <message>
        <source>regions tell what they can do</source>
        <translation>Regionen sagen, was sie können</translation>
    </message>
    <message>
        <source>regions and the layer above agree</source>
        <translation>Regionen und die Ebene darüber einigen sich</translation>
    </message>
    <message>
        <source>reading the history</source>
        <translation>Vergangenheit wird gelesen</translation>
    </message>
    <message>
        <source>fitting the joint model</source>
        <translation>gemeinsames Modell wird angepasst</translation>
    </message>
    <message>
        <source>drawing scenarios</source>
        <translation>Szenarien werden gezogen</translation>
    </message>
    <message>
        <source>scoring on the days held out</source>
        <translation>Bewertung an den zurückgehaltenen Tagen</translation>
    </message>
    <message>
        <source>exchange {count}, gap {gap}</source>
        <translation>Austausch {count}, Lücke {gap}</translation>
    </message>
    <message>
        <source>exchange {count}, gap {gap}, {done} of {pieces} pieces of work</source>
        <translation>Austausch {count}, Lücke {gap}, {done} von {pieces} Teilen</translation>
    </message>
    <message>
        <source>exchange {count}, no plan yet</source>
        <translation>Austausch {count}, noch kein Plan</translation>
    </message>
    <message>
        <source>no plan yet</source>
        <translation>noch kein Plan</translation>
    </message>
    <message>
        <source>no plan yet, {done} of {pieces} pieces of work</source>
        <translation>noch kein Plan, {done} von {pieces} Teilen</translation>
    </message>
    <message>
        <source>exchange {count}, no plan yet, {done} of {pieces} pieces of work</source>
        <translation>Austausch {count}, noch kein Plan, {done} von {pieces} Teilen</translation>
    </message>
    <message>
        <source>tap</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>voltage</source>
        <translation>Spannung</translation>
    </message>
    <message>
        <source>step</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>P limit</source>
        <translation>P-Grenze</translation>
    </message>
    <message>
        <source>P</source>
        <translation>P</translation>
    </message>
    <message>
        <source>Q</source>
        <translation>Q</translation>
    </message>
    <message>
        <source>{device} {old} → {new} at {clock}</source>
        <translation>{device} {old} → {new} um {clock}</translation>
    </message>
    <message>
        <source>storage at bus {bus} charges up to {power} MW from {begin} to {end}</source>
        <translation>Speicher an Knoten {bus} lädt bis {power} MW von {begin} bis {end}</translation>
    </message>
    <message>
        <source>storage at bus {bus} discharges up to {power} MW from {begin} to {end}</source>
        <translation>Speicher an Knoten {bus} entlädt bis {power} MW von {begin} bis {end}</translation>
    </message>
    <message>
        <source>turbine at bus {bus} gives up to {power} MW from {begin} to {end}</source>
        <translation>Turbine an Knoten {bus} gibt bis {power} MW von {begin} bis {end}</translation>
    </message>
    <message>
        <source>demand response at bus {bus} takes up to {power} MW more from {begin} to {end}</source>
        <translation>Flexible Last an Knoten {bus} nimmt bis {power} MW mehr von {begin} bis {end}</translation>
    </message>
    <message>
        <source>demand response at bus {bus} takes up to {power} MW less from {begin} to {end}</source>
        <translation>Flexible Last an Knoten {bus} nimmt bis {power} MW weniger von {begin} bis {end}</translation>
    </message>
    <message>
        <source>PV at bus {bus} is curtailed by up to {power} MW from {begin} to {end}</source>
        <translation>PV an Knoten {bus} wird um bis {power} MW abgeregelt von {begin} bis {end}</translation>
    </message>
    <message>
        <source>wind at bus {bus} is curtailed by up to {power} MW from {begin} to {end}</source>
        <translation>Wind an Knoten {bus} wird um bis {power} MW abgeregelt von {begin} bis {end}</translation>
    </message>
    <message>
        <source>energy is worth {here} there, {there} where it is given back</source>
        <translation>Energie ist dort {here} wert, {there} wo sie zurückgegeben wird</translation>
    </message>
    <message>
        <source>energy is worth {here} there, {there} where it is charged</source>
        <translation>Energie ist dort {here} wert, {there} wo geladen wird</translation>
    </message>
    <message>
        <source>energy is worth {worth} there, its own costs {price}</source>
        <translation>Energie ist dort {worth} wert, die eigene kostet {price}</translation>
    </message>
    <message>
        <source>energy is worth {here} there, {there} where it takes less</source>
        <translation>Energie ist dort {here} wert, {there} wo sie weniger nimmt</translation>
    </message>
    <message>
        <source>energy is worth {here} there, {there} where it takes more</source>
        <translation>Energie ist dort {here} wert, {there} wo sie mehr nimmt</translation>
    </message>
    <message>
        <source>energy is worth {worth} there</source>
        <translation>Energie ist dort {worth} wert</translation>
    </message>
    <message>
        <source>losses until {clock} would be {value} kWh higher</source>
        <translation>die Verluste bis {clock} wären um {value} kWh höher</translation>
    </message>
    <message>
        <source>the old position would break no limit of voltage until {clock}, and change losses by {value} kWh</source>
        <translation>die alte Stellung verletzte bis {clock} keine Spannungsgrenze und änderte die Verluste um {value} kWh</translation>
    </message>
    <message>
        <source>the load flow would have no solution</source>
        <translation>der Lastfluss hätte keine Lösung</translation>
    </message>
    <message>
        <source>{bus} would be {value} pu, the limit is {limit}</source>
        <translation>{bus} hätte {value} pu, die Grenze ist {limit}</translation>
    </message>
    <message>
        <source>losses would be {value} kW higher</source>
        <translation>die Verluste wären um {value} kW höher</translation>
    </message>
    <message>
        <source>at {clock} the load flow would have no solution</source>
        <translation>um {clock} hätte der Lastfluss keine Lösung</translation>
    </message>
    <message>
        <source>at {clock} {bus} would be {value} pu, the limit is {limit}</source>
        <translation>um {clock} hätte {bus} {value} pu, die Grenze ist {limit}</translation>
    </message>
    <message>
        <source>{value} MW would flow into the upper grid, the limit is {limit}</source>
        <translation>{value} MW flössen ins übergeordnete Netz, die Grenze ist {limit}</translation>
    </message>
    <message>
        <source>the import would be {value} MW, the least is {limit}</source>
        <translation>der Bezug wäre {value} MW, der kleinste ist {limit}</translation>
    </message>
    <message>
        <source>the import would be {value} MW, the limit is {limit}</source>
        <translation>der Bezug wäre {value} MW, die Grenze ist {limit}</translation>
    </message>
    <message>
        <source>the exchange with the upper grid would be {value} MVA, the limit is {limit}</source>
        <translation>der Austausch mit dem übergeordneten Netz wäre {value} MVA, die Grenze ist {limit}</translation>
    </message>
    <message>
        <source>{branch} would carry {value} % of what it may</source>
        <translation>{branch} trüge {value} % des Zulässigen</translation>
    </message>
    <message>
        <source>at {clock} {value} MW would flow into the upper grid, the limit is {limit}</source>
        <translation>um {clock} flössen {value} MW ins übergeordnete Netz, die Grenze ist {limit}</translation>
    </message>
    <message>
        <source>at {clock} the import would be {value} MW, the least is {limit}</source>
        <translation>um {clock} wäre der Bezug {value} MW, der kleinste ist {limit}</translation>
    </message>
    <message>
        <source>at {clock} the import would be {value} MW, the limit is {limit}</source>
        <translation>um {clock} wäre der Bezug {value} MW, die Grenze ist {limit}</translation>
    </message>
    <message>
        <source>at {clock} the exchange with the upper grid would be {value} MVA, the limit is {limit}</source>
        <translation>um {clock} wäre der Austausch mit dem übergeordneten Netz {value} MVA, die Grenze ist {limit}</translation>
    </message>
    <message>
        <source>at {clock} {branch} would carry {value} % of what it may</source>
        <translation>um {clock} trüge {branch} {value} % des Zulässigen</translation>
    </message>
    <message>
        <source>{kind} of {place}: the limit {limit} {unit} would have to give way by {excess} {unit} at {clock}</source>
        <translation>{kind} von {place}: die Grenze {limit} {unit} müsste um {clock} um {excess} {unit} nachgeben</translation>
    </message>
    <message>
        <source>{kind} of {place}: the limit {limit} {unit} would have to give way by {excess} {unit} at {clock}, the worst of {steps} steps</source>
        <translation>{kind} von {place}: die Grenze {limit} {unit} müsste um {clock} um {excess} {unit} nachgeben, am meisten von {steps} Zeitschritten</translation>
    </message>
    <message>
        <source>lowest voltage</source>
        <translation>Kleinste Spannung</translation>
    </message>
    <message>
        <source>highest voltage</source>
        <translation>Größte Spannung</translation>
    </message>
    <message>
        <source>current</source>
        <translation>Strom</translation>
    </message>
    <message>
        <source>least import</source>
        <translation>Kleinster Bezug</translation>
    </message>
    <message>
        <source>largest import</source>
        <translation>Größter Bezug</translation>
    </message>
    <message>
        <source>least reactive import</source>
        <translation>Kleinster Blindleistungsbezug</translation>
    </message>
    <message>
        <source>largest reactive import</source>
        <translation>Größter Blindleistungsbezug</translation>
    </message>
    <message>
        <source>ramp of the import</source>
        <translation>Änderung des Bezugs</translation>
    </message>
    <message>
        <source>ramp of the reactive import</source>
        <translation>Änderung des Blindleistungsbezugs</translation>
    </message>
    <message>
        <source>energy held at the end</source>
        <translation>Energie am Ende</translation>
    </message>
    <message>
        <source>least power</source>
        <translation>Kleinste Leistung</translation>
    </message>
    <message>
        <source>energy ahead</source>
        <translation>Energie im Voraus</translation>
    </message>
    <message>
        <source>energy behind</source>
        <translation>Energie im Rückstand</translation>
    </message>
    <message>
        <source>power</source>
        <translation>Leistung</translation>
    </message>
    <message>
        <source>exchange</source>
        <translation>Austausch</translation>
    </message>
    <message>
        <source>least energy</source>
        <translation>Kleinste Energie</translation>
    </message>
    <message>
        <source>largest energy</source>
        <translation>Größte Energie</translation>
    </message>
    <message>
        <source>energy at the end</source>
        <translation>Energie am Ende</translation>
    </message>
    <message>
        <source>ramp</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>least load</source>
        <translation>Kleinste Last</translation>
    </message>
    <message>
        <source>largest load</source>
        <translation>Größte Last</translation>
    </message>
    <message>
        <source>least reactive power</source>
        <translation>Kleinste Blindleistung</translation>
    </message>
    <message>
        <source>largest reactive power</source>
        <translation>Größte Blindleistung</translation>
    </message>
    <message>
        <source>inverter</source>
        <translation>Wechselrichter</translation>
    </message>
    <message>
        <source>rating</source>
        <translation>Bemessungsleistung</translation>
    </message>
    <message>
        <source>undervoltage</source>
        <translation>Unterspannung</translation>
    </message>
    <message>
        <source>overvoltage</source>
        <translation>Überspannung</translation>
    </message>
    <message>
        <source>branch power</source>
        <translation>Zweigleistung</translation>
    </message>
    <message>
        <source>branch current</source>
        <translation>Zweigstrom</translation>
    </message>
    <message>
        <source>import</source>
        <translation>Bezug</translation>
    </message>
    <message>
        <source>export</source>
        <translation>Abgabe</translation>
    </message>
    <message>
        <source>reactive import</source>
        <translation>Blindleistungsbezug</translation>
    </message>
    <message>
        <source>reactive export</source>
        <translation>Blindleistungsabgabe</translation>
    </message>
    <message>
        <source>import ramp</source>
        <translation>Änderung des Bezugs</translation>
    </message>
    <message>
        <source>reactive ramp</source>
        <translation>Änderung der Blindleistung</translation>
    </message>
</context>
<context>
    <name>DivergingScale</name>
    <message>
        <source>Colours from minus one to plus one</source>
        <translation>Farben von minus eins bis plus eins</translation>
    </message>
</context>
<context>
    <name>DocumentRow</name>
    <message>
        <source>Isolated at</source>
        <translation>Freigeschaltet an</translation>
    </message>
    <message>
        <source>Earthed at</source>
        <translation>Geerdet an</translation>
    </message>
</context>
<context>
    <name>DocumentSection</name>
    <message>
        <source>Safety document</source>
        <translation>Arbeitserlaubnis</translation>
    </message>
    <message>
        <source>No safety document yet: nobody may work on the equipment.</source>
        <translation>Noch keine Arbeitserlaubnis: niemand darf am Betriebsmittel arbeiten.</translation>
    </message>
</context>
<context>
    <name>ElementCommands</name>
    <message>
        <source>Select a switch first.</source>
        <translation>Erst einen Schalter auswählen.</translation>
    </message>
</context>
<context>
    <name>EmptyDesk</name>
    <message>
        <source>No study is open</source>
        <translation>Keine Studie ist offen</translation>
    </message>
    <message>
        <source>Open a network file, a saved study or a built-in network.</source>
        <translation>Öffnen Sie eine Netzdatei, eine gespeicherte Studie oder ein mitgeliefertes Netz.</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Öffnen…</translation>
    </message>
    <message>
        <source>Choose a file, a saved study or a built-in network (Ctrl+O)</source>
        <translation>Datei, gespeicherte Studie oder mitgeliefertes Netz wählen (Strg+O)</translation>
    </message>
    <message>
        <source>District north</source>
        <translation>Bezirk Nord</translation>
    </message>
    <message>
        <source>The built-in district with ten feeders and 300 buses</source>
        <translation>Der mitgelieferte Bezirk mit zehn Abgängen und 300 Knoten</translation>
    </message>
</context>
<context>
    <name>EstimateSection</name>
    <message>
        <source>Restoration estimate</source>
        <translation>Voraussichtliche Wiederversorgung</translation>
    </message>
</context>
<context>
    <name>ExceptionHook</name>
    <message>
        <source>Something in the program failed ({error}). Your work is kept and you can go on.</source>
        <translation>Etwas im Programm ging schief ({error}). Die Arbeit ist erhalten, es kann weitergehen.</translation>
    </message>
</context>
<context>
    <name>ExecutionPanel</name>
    <message>
        <source>Carrying out the plan</source>
        <translation>Ausführung des Plans</translation>
    </message>
    <message>
        <source>Measured against the plan</source>
        <translation>Messung gegen Plan</translation>
    </message>
    <message>
        <source>No plan is carried out</source>
        <translation>Kein Plan wird ausgeführt</translation>
    </message>
    <message>
        <source>Setpoints</source>
        <translation>Sollwerte</translation>
    </message>
    <message>
        <source>There is nothing to be sent.</source>
        <translation>Es ist nichts zu senden.</translation>
    </message>
</context>
<context>
    <name>Executions</name>
    <message>
        <source>The site&apos;s record of plans is not open yet.</source>
        <translation>Die Aufzeichnung der Pläne dieser Anlage ist noch nicht offen.</translation>
    </message>
</context>
<context>
    <name>ExportCommands</name>
    <message>
        <source>Drawing (*.svg);;Document (*.pdf);;Picture (*.png)</source>
        <translation>Zeichnung (*.svg);;Dokument (*.pdf);;Bild (*.png)</translation>
    </message>
    <message>
        <source>Export diagram</source>
        <translation>Netzbild ausgeben</translation>
    </message>
    <message>
        <source>Exported to {path}</source>
        <translation>Ausgegeben nach {path}</translation>
    </message>
    <message>
        <source>Printed to {path}</source>
        <translation>Gedruckt nach {path}</translation>
    </message>
    <message>
        <source>nominal values</source>
        <translation>Nennwerte</translation>
    </message>
    <message>
        <source>STUDY</source>
        <translation>STUDIE</translation>
    </message>
    <message>
        <source>made {time}</source>
        <translation>erstellt {time}</translation>
    </message>
    <message>
        <source>Table (*.csv);;Text (*.txt)</source>
        <translation>Tabelle (*.csv);;Text (*.txt)</translation>
    </message>
    <message>
        <source>Export switching order</source>
        <translation>Schaltfolge ausgeben</translation>
    </message>
</context>
<context>
    <name>FaultDesk</name>
    <message>
        <source>The site&apos;s record of faults is not open yet.</source>
        <translation>Die Störungsaufzeichnung der Leitstelle ist noch nicht offen.</translation>
    </message>
</context>
<context>
    <name>FaultWindow</name>
    <message>
        <source>Incidents from the first report to the last closed switch (Alt+2)</source>
        <translation>Störungen von der ersten Meldung bis zum letzten geschlossenen Schalter (Alt+2)</translation>
    </message>
    <message>
        <source>Faults</source>
        <translation>Störungen</translation>
    </message>
</context>
<context>
    <name>FaultWorkers</name>
    <message>
        <source>Preparing fault repair</source>
        <translation>Störungsbearbeitung wird vorbereitet</translation>
    </message>
    <message>
        <source>Locating a fault</source>
        <translation>Ein Fehler wird geortet</translation>
    </message>
    <message>
        <source>Planning switching</source>
        <translation>Schaltung wird geplant</translation>
    </message>
    <message>
        <source>Solving each step of a plan</source>
        <translation>Jeder Schritt eines Plans wird gerechnet</translation>
    </message>
    <message>
        <source>Finding the points of isolation</source>
        <translation>Trennstellen werden gesucht</translation>
    </message>
    <message>
        <source>The worker lost the network again and again; restart the console.</source>
        <translation>Der Rechner hat das Netz mehrmals verloren; bitte die Konsole neu starten.</translation>
    </message>
</context>
<context>
    <name>FigureTable</name>
    <message>
        <source>Indices of reliability by period</source>
        <translation>Zuverlässigkeitskennzahlen nach Zeitraum</translation>
    </message>
</context>
<context>
    <name>FiguresPanel</name>
    <message>
        <source>Figures of the alarm desk</source>
        <translation>Kennzahlen des Alarmpults</translation>
    </message>
    <message>
        <source>Export figures</source>
        <translation>Kennzahlen exportieren</translation>
    </message>
    <message>
        <source>Write these figures to a file (CSV)</source>
        <translation>Diese Kennzahlen in eine Datei schreiben (CSV)</translation>
    </message>
    <message>
        <source>PER OPERATOR AND STANDING</source>
        <translation>JE BEDIENER UND ANSTEHEND</translation>
    </message>
    <message>
        <source>TEN MOST FREQUENT</source>
        <translation>DIE ZEHN HÄUFIGSTEN</translation>
    </message>
    <message>
        <source>No alarm has come yet.</source>
        <translation>Noch ist kein Alarm gekommen.</translation>
    </message>
    <message>
        <source>FLOODS (MORE THAN 10 IN 10 MINUTES)</source>
        <translation>ALARMFLUTEN (MEHR ALS 10 IN 10 MINUTEN)</translation>
    </message>
    <message>
        <source>None since this console was started.</source>
        <translation>Keine, seit diese Konsole gestartet wurde.</translation>
    </message>
</context>
<context>
    <name>FileCommands</name>
    <message>
        <source>Open recent</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Nothing was opened yet.</source>
        <translation>Noch nichts wurde geöffnet.</translation>
    </message>
    <message>
        <source>Studies (*.tieline)</source>
        <translation>Studien (*.tieline)</translation>
    </message>
    <message>
        <source>Save study</source>
        <translation>Studie speichern</translation>
    </message>
    <message>
        <source>Saved to {path}</source>
        <translation>Gespeichert in {path}</translation>
    </message>
    <message>
        <source>{name}, copy</source>
        <translation>{name}, Kopie</translation>
    </message>
    <message>
        <source>Rename study</source>
        <translation>Studie umbenennen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>Nicht gespeicherte Änderungen</translation>
    </message>
    <message>
        <source>{names}: changes are not saved.</source>
        <translation>{names}: Änderungen sind nicht gespeichert.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Go on working</source>
        <translation>Weiterarbeiten</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Search alarms</source>
        <translation>Alarme suchen</translation>
    </message>
    <message>
        <source>Alarms with all these words. Esc clears.</source>
        <translation>Alarme mit all diesen Wörtern. Esc leert.</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Feeder</source>
        <translation>Abgang</translation>
    </message>
    <message>
        <source>Only {priority} priority</source>
        <translation>Nur {priority}e Priorität</translation>
    </message>
    <message>
        <source>to acknowledge</source>
        <translation>zu quittieren</translation>
    </message>
    <message>
        <source>active</source>
        <translation>aktiv</translation>
    </message>
    <message>
        <source>returned</source>
        <translation>gegangen</translation>
    </message>
    <message>
        <source>to reset</source>
        <translation>zurückzusetzen</translation>
    </message>
    <message>
        <source>{shown} of {known}</source>
        <translation>{shown} von {known}</translation>
    </message>
</context>
<context>
    <name>FindingsDialog</name>
    <message>
        <source>Validation report</source>
        <translation>Prüfbericht</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>Befunde</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Schwere</translation>
    </message>
    <message>
        <source>Element</source>
        <translation>Betriebsmittel</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>Was falsch ist</translation>
    </message>
    <message>
        <source>Remedy</source>
        <translation>Abhilfe</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>note</source>
        <translation>Hinweis</translation>
    </message>
</context>
<context>
    <name>ForecastDesk</name>
    <message>
        <source>Forecast of {name}</source>
        <translation>Prognose von {name}</translation>
    </message>
</context>
<context>
    <name>ForecastDialog</name>
    <message>
        <source>Forecast</source>
        <translation>Prognose</translation>
    </message>
    <message>
        <source>Make the forecast</source>
        <translation>Prognose erstellen</translation>
    </message>
    <message>
        <source>SimBench&apos;s year of quarter hours</source>
        <translation>Das SimBench-Jahr in Viertelstunden</translation>
    </message>
    <message>
        <source>A CSV file: a column time, and one for each unit</source>
        <translation>Eine CSV-Datei: eine Spalte time und eine je Einheit</translation>
    </message>
    <message>
        <source>history.csv</source>
        <translation>history.csv</translation>
    </message>
    <message>
        <source>File of the history</source>
        <translation>Datei der Vergangenheit</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>Durchsuchen …</translation>
    </message>
    <message>
        <source>Only days within {within} days of {day} in the year</source>
        <translation>Nur Tage im Umkreis von {within} Tagen um den {day} im Jahr</translation>
    </message>
    <message>
        <source>No file is named.</source>
        <translation>Keine Datei ist angegeben.</translation>
    </message>
    <message>
        <source>Comma separated (*.csv)</source>
        <translation>Kommagetrennt (*.csv)</translation>
    </message>
    <message>
        <source>Open a history</source>
        <translation>Vergangenheit öffnen</translation>
    </message>
</context>
<context>
    <name>ForecastPage</name>
    <message>
        <source>Forecast</source>
        <translation>Prognose</translation>
    </message>
    <message>
        <source>Unit whose forecast is shown</source>
        <translation>Einheit, deren Prognose gezeigt wird</translation>
    </message>
    <message>
        <source>Progress of the forecast</source>
        <translation>Fortschritt der Prognose</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Back to plan</source>
        <translation>Zurück zum Plan</translation>
    </message>
</context>
<context>
    <name>FormDialog</name>
    <message>
        <source>choose</source>
        <translation>wählen</translation>
    </message>
</context>
<context>
    <name>Foundation</name>
    <message>
        <source>Something went wrong</source>
        <translation>Etwas ist schiefgegangen</translation>
    </message>
    <message>
        <source>Nothing was lost; you can go on working. The log has the details.</source>
        <translation>Nichts ging verloren; es kann weitergearbeitet werden. Das Protokoll sagt mehr.</translation>
    </message>
    <message>
        <source>This machine needs attention</source>
        <translation>Dieser Rechner braucht Aufmerksamkeit</translation>
    </message>
    <message>
        <source>The console works, but what it keeps may be lost or wrong until this is mended.</source>
        <translation>Die Konsole arbeitet, doch was sie speichert, kann verloren gehen oder falsch sein, bis dies behoben ist.</translation>
    </message>
</context>
<context>
    <name>HornButton</name>
    <message>
        <source>{sign} Silence  {key}</source>
        <translation>{sign} Stumm  {key}</translation>
    </message>
    <message>
        <source>The horn sounds for {priority} priority. {key} silences it and acknowledges nothing.</source>
        <translation>Die Hupe ertönt ({priority}e Priorität). {key} stellt sie ab und quittiert nichts.</translation>
    </message>
    <message>
        <source>No sound</source>
        <translation>Kein Ton</translation>
    </message>
    <message>
        <source>Horn silent</source>
        <translation>Hupe stumm</translation>
    </message>
    <message>
        <source>The horn is silent; a new alarm sounds it.</source>
        <translation>Die Hupe ist stumm; ein neuer Alarm lässt sie ertönen.</translation>
    </message>
</context>
<context>
    <name>HornSound</name>
    <message>
        <source>No program that plays sounds was found ({names}).</source>
        <translation>Kein Programm gefunden, das Töne abspielt ({names}).</translation>
    </message>
    <message>
        <source>The horn&apos;s tones cannot be written: {reason}</source>
        <translation>Die Töne der Hupe können nicht geschrieben werden: {reason}</translation>
    </message>
    <message>
        <source>No sound device plays the horn: {reason}</source>
        <translation>Kein Tongerät spielt die Hupe: {reason}</translation>
    </message>
</context>
<context>
    <name>IncidentList</name>
    <message>
        <source>Incidents</source>
        <translation>Störungen</translation>
    </message>
    <message>
        <source>No incident is under way.

An incident opens by itself when protection trips or meters lose their supply. What somebody tells you by telephone you report below.</source>
        <translation>Keine Störung ist im Gang.

Eine Störung öffnet sich von selbst, wenn der Schutz auslöst oder Zähler ihre Versorgung verlieren. Was jemand am Telefon sagt, melden Sie unten.</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Report a fault…</source>
        <translation>Störung melden…</translation>
    </message>
    <message>
        <source>Enter what a customer, a crew or an indicator says; it counts as evidence</source>
        <translation>Eingeben, was ein Kunde, ein Trupp oder ein Anzeiger meldet; es zählt als Hinweis</translation>
    </message>
</context>
<context>
    <name>IncidentPage</name>
    <message>
        <source>The incident</source>
        <translation>Die Störung</translation>
    </message>
    <message>
        <source>Choose an incident at the left to see where it is and what is being done about it.</source>
        <translation>Links eine Störung wählen, um zu sehen, wo sie ist und was dagegen getan wird.</translation>
    </message>
    <message>
        <source>Back on supply</source>
        <translation>Wieder versorgt</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Nothing has happened yet.</source>
        <translation>Noch ist nichts geschehen.</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Inspector of the selection</source>
        <translation>Inspektor der Auswahl</translation>
    </message>
</context>
<context>
    <name>Instructor</name>
    <message>
        <source>The simulator refuses: {reason}</source>
        <translation>Der Simulator lehnt ab: {reason}</translation>
    </message>
    <message>
        <source>Script (*.toml)</source>
        <translation>Skript (*.toml)</translation>
    </message>
    <message>
        <source>Run a script</source>
        <translation>Skript ausführen</translation>
    </message>
    <message>
        <source>larger than any script</source>
        <translation>größer als jedes Skript</translation>
    </message>
    <message>
        <source>{path}: {reason}; choose another file</source>
        <translation>{path}: {reason}; bitte eine andere Datei wählen</translation>
    </message>
</context>
<context>
    <name>InstructorPanel</name>
    <message>
        <source>Instructor</source>
        <translation>Ausbilder</translation>
    </message>
    <message>
        <source>Simulated time</source>
        <translation>Simulierte Zeit</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>{speed:g} simulated seconds a second</source>
        <translation>{speed:g} simulierte Sekunden je Sekunde</translation>
    </message>
    <message>
        <source>Simulated time stands still</source>
        <translation>Die simulierte Zeit steht still</translation>
    </message>
    <message>
        <source>Permanent</source>
        <translation>Dauernd</translation>
    </message>
    <message>
        <source>Otherwise it is gone once its place has been dead for a moment</source>
        <translation>Sonst ist er weg, sobald seine Stelle einen Moment spannungslos war</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>What happens to the selected equipment</source>
        <translation>Was mit dem gewählten Betriebsmittel geschieht</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>How far along the line, from its first bus</source>
        <translation>Wie weit auf der Leitung, vom ersten Knoten aus</translation>
    </message>
    <message>
        <source>Point</source>
        <translation>Datenpunkt</translation>
    </message>
    <message>
        <source>Which of its points is concerned</source>
        <translation>Welcher seiner Datenpunkte betroffen ist</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>The value shown, or the drift an hour</source>
        <translation>Der gezeigte Wert oder die Drift je Stunde</translation>
    </message>
    <message>
        <source>Let it happen</source>
        <translation>Eintreten lassen</translation>
    </message>
    <message>
        <source>Only in the simulator: no real device is touched</source>
        <translation>Nur im Simulator: kein wirkliches Gerät wird berührt</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Active faults and defects</source>
        <translation>Aktive Fehler und Schäden</translation>
    </message>
    <message>
        <source>Nothing is wrong in the district.</source>
        <translation>Im Bezirk ist alles in Ordnung.</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>Beheben</translation>
    </message>
    <message>
        <source>Takes the chosen fault or defect away</source>
        <translation>Nimmt den gewählten Fehler oder Schaden weg</translation>
    </message>
    <message>
        <source>Run a script…</source>
        <translation>Skript ausführen…</translation>
    </message>
    <message>
        <source>A TOML file with what happens when</source>
        <translation>Eine TOML-Datei mit dem, was wann geschieht</translation>
    </message>
    <message>
        <source>Crews and telephone</source>
        <translation>Trupps und Telefon</translation>
    </message>
    <message>
        <source>They play themselves</source>
        <translation>Spielen sich selbst</translation>
    </message>
    <message>
        <source>Crews do what they are told and say so; customers without supply call. Else you play them.</source>
        <translation>Trupps tun, was sie sollen, und melden es; unversorgte Kunden rufen an. Sonst spielt man sie selbst.</translation>
    </message>
    <message>
        <source>How fast crews live</source>
        <translation>Tempo der Trupps</translation>
    </message>
    <message>
        <source>a minute takes {seconds:g} s</source>
        <translation>eine Minute dauert {seconds:g} s</translation>
    </message>
    <message>
        <source>At {label}</source>
        <translation>An {label}</translation>
    </message>
    <message>
        <source>At the selection</source>
        <translation>An der Auswahl</translation>
    </message>
    <message>
        <source>Select a line, a bus, a switch or any device with telemetry.</source>
        <translation>Eine Leitung, einen Knoten, einen Schalter oder ein Gerät mit Fernübertragung auswählen.</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>Legend: {texts}</source>
        <translation>Legende: {texts}</translation>
    </message>
    <message>
        <source>Points of the chart</source>
        <translation>Punkte des Diagramms</translation>
    </message>
    <message>
        <source>Take off the chart</source>
        <translation>Vom Diagramm nehmen</translation>
    </message>
    <message>
        <source>Show on the diagram</source>
        <translation>Im Netzbild zeigen</translation>
    </message>
</context>
<context>
    <name>LegendModel</name>
    <message>
        <source>Point</source>
        <translation>Punkt</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>The present value</source>
        <translation>Der gegenwärtige Wert</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>How far the present value may be believed</source>
        <translation>Wie weit dem gegenwärtigen Wert zu trauen ist</translation>
    </message>
    <message>
        <source>At cursor A</source>
        <translation>An Marke A</translation>
    </message>
    <message>
        <source>At cursor B</source>
        <translation>An Marke B</translation>
    </message>
    <message>
        <source>By how much the value changed from A to B</source>
        <translation>Um wie viel sich der Wert von A bis B geändert hat</translation>
    </message>
    <message>
        <source>Lowest</source>
        <translation>Kleinster</translation>
    </message>
    <message>
        <source>Lowest between the cursors</source>
        <translation>Kleinster zwischen den Marken</translation>
    </message>
    <message>
        <source>Highest</source>
        <translation>Größter</translation>
    </message>
    <message>
        <source>Highest between the cursors</source>
        <translation>Größter zwischen den Marken</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Weighted by time, between the cursors, of what was known</source>
        <translation>Nach Zeit gewichtet, zwischen den Marken, aus dem Bekannten</translation>
    </message>
</context>
<context>
    <name>LinkPanel</name>
    <message>
        <source>Links to the field</source>
        <translation>Verbindungen zum Feld</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>State of each link</source>
        <translation>Zustand jeder Verbindung</translation>
    </message>
    <message>
        <source>Point</source>
        <translation>Datenpunkt</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>Was falsch ist</translation>
    </message>
    <message>
        <source>Points with a problem</source>
        <translation>Datenpunkte mit einem Problem</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Recorded gaps</source>
        <translation>Eingetragene Lücken</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Datenpunkte</translation>
    </message>
    <message>
        <source>Gaps</source>
        <translation>Lücken</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Jetzt versuchen</translation>
    </message>
    <message>
        <source>Does not wait for the next attempt to connect</source>
        <translation>Wartet nicht auf den nächsten Verbindungsversuch</translation>
    </message>
    <message>
        <source>■ {offset}: set the server&apos;s clock; ages count from the time of receipt</source>
        <translation>■ {offset}: die Uhr des Servers stellen; das Alter zählt ab dem Empfang</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Endpoint</source>
        <translation>Endpunkt</translation>
    </message>
    <message>
        <source>Last heard</source>
        <translation>Zuletzt gehört</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>{count}, {rate}/s</source>
        <translation>{count}, {rate}/s</translation>
    </message>
    <message>
        <source>Gaps in sequence</source>
        <translation>Lücken in der Folge</translation>
    </message>
    <message>
        <source>{gaps}, {republished} sent again</source>
        <translation>{gaps}, {republished} noch einmal gesendet</translation>
    </message>
    <message>
        <source>Overflows</source>
        <translation>Überläufe</translation>
    </message>
    <message>
        <source>Reconnects</source>
        <translation>Neuverbindungen</translation>
    </message>
    <message>
        <source>Server&apos;s clock</source>
        <translation>Uhr des Servers</translation>
    </message>
    <message>
        <source>Points ({count})</source>
        <translation>Datenpunkte ({count})</translation>
    </message>
    <message>
        <source>Gaps ({count})</source>
        <translation>Lücken ({count})</translation>
    </message>
    <message>
        <source>Every point could be created and no span is missing.</source>
        <translation>Jeder Datenpunkt konnte angelegt werden, und kein Zeitraum fehlt.</translation>
    </message>
</context>
<context>
    <name>LiveCommands</name>
    <message>
        <source>The network is not open yet.</source>
        <translation>Das Netz ist noch nicht offen.</translation>
    </message>
    <message>
        <source>The field is not connected yet.</source>
        <translation>Das Feld ist noch nicht verbunden.</translation>
    </message>
    <message>
        <source>What people have put on the network: tags, earths, cuts, jumpers, values by hand</source>
        <translation>Was im Netz gesetzt wurde: Kennzeichen, Erdungen, Auftrennungen, Überbrückungen, Werte von Hand</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>Betriebstagebuch</translation>
    </message>
    <message>
        <source>What has happened, of every console</source>
        <translation>Was geschehen ist, von allen Konsolen</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>Operate</source>
        <translation>Betrieb</translation>
    </message>
    <message>
        <source>The network as it is (Alt+1)</source>
        <translation>Das Netz, wie es ist (Alt+1)</translation>
    </message>
    <message>
        <source>Approve {order}</source>
        <translation>{order} genehmigen</translation>
    </message>
    <message>
        <source>{count} points of the address map cannot be used; the others are.</source>
        <translation>{count} Datenpunkte der Adressliste sind nicht brauchbar; die anderen werden benutzt.</translation>
    </message>
    <message>
        <source>Instructor</source>
        <translation>Ausbilder</translation>
    </message>
    <message>
        <source>Study from here</source>
        <translation>Studie ab hier</translation>
    </message>
    <message>
        <source>A study desk opens in a window of its own; it cannot reach the field.</source>
        <translation>Ein Studienplatz öffnet sich in einem eigenen Fenster; er kann das Feld nicht erreichen.</translation>
    </message>
    <message>
        <source>The study desk could not be started; the log has the details.</source>
        <translation>Der Studienplatz konnte nicht gestartet werden; das Protokoll sagt mehr.</translation>
    </message>
</context>
<context>
    <name>LiveConsole</name>
    <message>
        <source>Opening {name}</source>
        <translation>{name} wird geöffnet</translation>
    </message>
</context>
<context>
    <name>LiveEstimator</name>
    <message>
        <source>State estimation</source>
        <translation>Zustandsschätzung</translation>
    </message>
</context>
<context>
    <name>LivePresenter</name>
    <message>
        <source>Points</source>
        <translation>Datenpunkte</translation>
    </message>
    <message>
        <source>Every value from the field, with its quality and age</source>
        <translation>Jeder Wert aus dem Feld, mit Güte und Alter</translation>
    </message>
    <message>
        <source>this step is being solved</source>
        <translation>dieser Schritt wird gelöst</translation>
    </message>
    <message>
        <source>not solved: {reason}</source>
        <translation>nicht gerechnet: {reason}</translation>
    </message>
    <message>
        <source>The links go on behind what is shown; their state is seen when the present is.</source>
        <translation>Die Verbindungen laufen hinter dem Gezeigten weiter; ihr Zustand ist zu sehen, sobald die Gegenwart gezeigt wird.</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>aufgezeichnet</translation>
    </message>
    <message>
        <source>NOTHING WAS RECORDED AT {time}: what is shown is what was known last before it</source>
        <translation>UM {time} WURDE NICHTS AUFGEZEICHNET: Gezeigt wird, was davor zuletzt bekannt war</translation>
    </message>
    <message>
        <source>{server} IS SILENT, its values may be old: {reason}</source>
        <translation>{server} IST STUMM, seine Werte sind vielleicht veraltet: {reason}</translation>
    </message>
    <message>
        <source>NO LINK to {server}, every value of it is old: {reason}</source>
        <translation>KEINE VERBINDUNG zu {server}, alle seine Werte sind veraltet: {reason}</translation>
    </message>
    <message>
        <source>THE LOAD FLOW DOES NOT ANSWER, every calculated value is old</source>
        <translation>DER LASTFLUSS ANTWORTET NICHT, alle berechneten Werte sind veraltet</translation>
    </message>
    <message>
        <source>{bus} IS SAID TO BE EARTHED AND HAS A CLOSED WAY TO A SOURCE</source>
        <translation>{bus} GILT ALS GEERDET UND HAT EINEN GESCHLOSSENEN WEG ZU EINER QUELLE</translation>
    </message>
    <message>
        <source>NOT SOLVED, no calculated value is known: {cause}</source>
        <translation>NICHT GELÖST, kein berechneter Wert ist bekannt: {cause}</translation>
    </message>
    <message>
        <source>waiting for the field …</source>
        <translation>wartet auf das Feld …</translation>
    </message>
    <message>
        <source>nothing is calculated for this moment</source>
        <translation>für diesen Moment ist nichts berechnet</translation>
    </message>
    <message>
        <source>NOT SOLVED: {cause}</source>
        <translation>NICHT GELÖST: {cause}</translation>
    </message>
    <message>
        <source>losses {losses} kW</source>
        <translation>Verluste {losses} kW</translation>
    </message>
    <message>
        <source>as recorded at {time}</source>
        <translation>wie um {time} aufgezeichnet</translation>
    </message>
    <message>
        <source>OLD: field read {age} ago</source>
        <translation>VERALTET: Feld vor {age} gelesen</translation>
    </message>
    <message>
        <source>OLD: field heard {age} ago</source>
        <translation>VERALTET: Feld vor {age} gehört</translation>
    </message>
    <message>
        <source>PARTLY OLD: field heard {age} ago</source>
        <translation>TEILS VERALTET: Feld vor {age} gehört</translation>
    </message>
    <message>
        <source>SILENT: field heard {age} ago</source>
        <translation>STUMM: Feld vor {age} gehört</translation>
    </message>
    <message>
        <source>field read {age} ago</source>
        <translation>Feld vor {age} gelesen</translation>
    </message>
    <message>
        <source>{count} loads allocated</source>
        <translation>{count} Lasten aufgeteilt</translation>
    </message>
    <message>
        <source>{count} of them doubtful</source>
        <translation>{count} davon zweifelhaft</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>geprüft</translation>
    </message>
    <message>
        <source>being verified</source>
        <translation>wird geprüft</translation>
    </message>
    <message>
        <source>not verified</source>
        <translation>nicht geprüft</translation>
    </message>
    <message>
        <source>disagrees</source>
        <translation>widerspricht</translation>
    </message>
    <message>
        <source>reference</source>
        <translation>Vergleichsrechner</translation>
    </message>
</context>
<context>
    <name>LiveSolver</name>
    <message>
        <source>Live load flow</source>
        <translation>Lastfluss des laufenden Betriebs</translation>
    </message>
    <message>
        <source>The solver lost the network again and again; restart the console.</source>
        <translation>Der Rechner hat das Netz mehrmals verloren; bitte die Konsole neu starten.</translation>
    </message>
    <message>
        <source>Comparing with the reference engine</source>
        <translation>Vergleich mit dem Vergleichsrechner</translation>
    </message>
</context>
<context>
    <name>LoadingBar</name>
    <message>
        <source>Current against the thermal limit</source>
        <translation>Strom gegen die thermische Grenze</translation>
    </message>
</context>
<context>
    <name>LoadingRanking</name>
    <message>
        <source>Loading</source>
        <translation>Auslastung</translation>
    </message>
    <message>
        <source>Loading, greatest first</source>
        <translation>Auslastung, größte zuerst</translation>
    </message>
    <message>
        <source>No load flow yet: press F5.</source>
        <translation>Noch kein Lastfluss: F5 drücken.</translation>
    </message>
    <message>
        <source>No loadings, the load flow has no solution: {cause}</source>
        <translation>Keine Auslastungen, der Lastfluss hat keine Lösung: {cause}</translation>
    </message>
    <message>
        <source>No branch with a rating carries current.</source>
        <translation>Kein Zweig mit Bemessungsstrom führt Strom.</translation>
    </message>
    <message>
        <source>{count} above their limit</source>
        <translation>{count} über ihrer Grenze</translation>
    </message>
    <message>
        <source>all within their limits</source>
        <translation>alle in ihren Grenzen</translation>
    </message>
</context>
<context>
    <name>LocationSection</name>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Does not fit: {words}</source>
        <translation>Passt nicht: {words}</translation>
    </message>
    <message>
        <source>Nothing remote would tell more: {step}</source>
        <translation>Aus der Ferne ist nicht mehr zu erfahren: {step}</translation>
    </message>
    <message>
        <source>Would tell most: {step}</source>
        <translation>Am aufschlussreichsten: {step}</translation>
    </message>
</context>
<context>
    <name>LossesChart</name>
    <message>
        <source>Losses</source>
        <translation>Verluste</translation>
    </message>
    <message>
        <source>Losses, greatest first</source>
        <translation>Verluste, größte zuerst</translation>
    </message>
    <message>
        <source>No load flow yet: press F5.</source>
        <translation>Noch kein Lastfluss: F5 drücken.</translation>
    </message>
    <message>
        <source>Feeders</source>
        <translation>Abgänge</translation>
    </message>
    <message>
        <source>Losses of all branches of each feeder</source>
        <translation>Verluste aller Zweige jedes Abgangs</translation>
    </message>
    <message>
        <source>Levels</source>
        <translation>Ebenen</translation>
    </message>
    <message>
        <source>Losses by voltage level; transformers stand between two</source>
        <translation>Verluste nach Spannungsebene; Transformatoren stehen zwischen zweien</translation>
    </message>
    <message>
        <source>Elements</source>
        <translation>Betriebsmittel</translation>
    </message>
    <message>
        <source>Each line and transformer, greatest losses first</source>
        <translation>Jede Leitung und jeder Transformator, größte Verluste zuerst</translation>
    </message>
    <message>
        <source>Losses by: {group}</source>
        <translation>Verluste nach: {group}</translation>
    </message>
    <message>
        <source>No losses, the load flow has no solution: {cause}</source>
        <translation>Keine Verluste, der Lastfluss hat keine Lösung: {cause}</translation>
    </message>
    <message>
        <source>{active} kW · {reactive} kvar</source>
        <translation>{active} kW · {reactive} kvar</translation>
    </message>
    <message>
        <source>Before the feeders</source>
        <translation>Vor den Abgängen</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>What the last change did</source>
        <translation>Was die letzte Änderung bewirkt hat</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>Tabellen</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>Diagramme</translation>
    </message>
</context>
<context>
    <name>MappedField</name>
    <message>
        <source>Reading {name}</source>
        <translation>{name} wird gelesen</translation>
    </message>
</context>
<context>
    <name>Minimap</name>
    <message>
        <source>Overview map</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>The whole network and what is seen of it; click or drag to go there</source>
        <translation>Das ganze Netz und was davon zu sehen ist; Klicken oder Ziehen geht dorthin</translation>
    </message>
</context>
<context>
    <name>ModeBar</name>
    <message>
        <source>Mode and state of the console</source>
        <translation>Betriebsart und Zustand der Konsole</translation>
    </message>
    <message>
        <source>Menus</source>
        <translation>Menüs</translation>
    </message>
    <message>
        <source>No closed path of switches leads from a source to them</source>
        <translation>Kein geschlossener Schaltweg führt von einer Einspeisung zu ihnen</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>Alarme</translation>
    </message>
    <message>
        <source>Links to the field</source>
        <translation>Verbindungen zum Feld</translation>
    </message>
    <message>
        <source>Who is at the desk</source>
        <translation>Wer am Platz ist</translation>
    </message>
    <message>
        <source>Progress of the running task</source>
        <translation>Fortschritt der laufenden Aufgabe</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel the running task</source>
        <translation>Die laufende Aufgabe abbrechen</translation>
    </message>
    <message>
        <source>Stops the running task; what was there before stays as it is.</source>
        <translation>Hält die laufende Aufgabe an; was vorher da war, bleibt.</translation>
    </message>
    <message>
        <source>Local time</source>
        <translation>Ortszeit</translation>
    </message>
    <message>
        <source>Mode: {mode}</source>
        <translation>Betriebsart: {mode}</translation>
    </message>
    <message>
        <source>{name} · not saved</source>
        <translation>{name} · nicht gespeichert</translation>
    </message>
    <message>
        <source>▲ beyond an emergency limit, ■ beyond a normal limit, as last solved</source>
        <translation>▲ jenseits einer Notgrenze, ■ jenseits einer Normalgrenze, wie zuletzt gerechnet</translation>
    </message>
    <message>
        <source>Moment that is shown</source>
        <translation>Gezeigter Moment</translation>
    </message>
</context>
<context>
    <name>NetworkTree</name>
    <message>
        <source>Stations and feeders</source>
        <translation>Stationen und Abgänge</translation>
    </message>
    <message>
        <source>Find anything…    Ctrl+K</source>
        <translation>Suchen…    Strg+K</translation>
    </message>
    <message>
        <source>Find anything</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Find any equipment by name, id or kind, and fly to it</source>
        <translation>Ein Betriebsmittel nach Name, Kennung oder Art finden und dorthin fliegen</translation>
    </message>
    <message>
        <source>Feeders appear here once a network is solved.</source>
        <translation>Hier stehen die Abgänge, sobald ein Netz gerechnet ist.</translation>
    </message>
    <message>
        <source>Active power into the feeder, and its worst violation</source>
        <translation>Wirkleistung in den Abgang und seine schwerste Verletzung</translation>
    </message>
    <message>
        <source>dead</source>
        <translation>spannungslos</translation>
    </message>
    <message>
        <source>perhaps live</source>
        <translation>vielleicht unter Spannung</translation>
    </message>
    <message>
        <source>Old: the field is not heard.</source>
        <translation>Veraltet: das Feld wird nicht gehört.</translation>
    </message>
</context>
<context>
    <name>NewCaseDialog</name>
    <message>
        <source>New case</source>
        <translation>Neuer Fall</translation>
    </message>
    <message>
        <source>Open the case</source>
        <translation>Fall öffnen</translation>
    </message>
    <message>
        <source>A case file</source>
        <translation>Eine Falldatei</translation>
    </message>
    <message>
        <source>case.toml</source>
        <translation>fall.toml</translation>
    </message>
    <message>
        <source>Case file</source>
        <translation>Falldatei</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>Durchsuchen…</translation>
    </message>
    <message>
        <source>No file is named.</source>
        <translation>Keine Datei ist genannt.</translation>
    </message>
    <message>
        <source>Dispatch cases (*.toml)</source>
        <translation>Einsatzfälle (*.toml)</translation>
    </message>
    <message>
        <source>Open a case</source>
        <translation>Einen Fall öffnen</translation>
    </message>
</context>
<context>
    <name>OpenDialog</name>
    <message>
        <source>Open a network or study</source>
        <translation>Netz oder Studie öffnen</translation>
    </message>
    <message>
        <source>Name or path, for example simbench:1-MV-rural--0-sw</source>
        <translation>Name oder Pfad, zum Beispiel simbench:1-MV-rural--0-sw</translation>
    </message>
    <message>
        <source>Name or path to open</source>
        <translation>Name oder Pfad zum Öffnen</translation>
    </message>
    <message>
        <source>Recent files and built-in networks</source>
        <translation>Letzte Dateien und eingebaute Netze</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Browse files…</source>
        <translation>Dateien durchsehen…</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Zuletzt</translation>
    </message>
    <message>
        <source>Built in</source>
        <translation>Eingebaut</translation>
    </message>
    <message>
        <source>Networks and studies (*.tieline *.json *.xlsx *.m *.dss);;All files (*)</source>
        <translation>Netze und Studien (*.tieline *.json *.xlsx *.m *.dss);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Open a file</source>
        <translation>Datei öffnen</translation>
    </message>
</context>
<context>
    <name>Operating</name>
    <message>
        <source>Put a value in the place of a telemetered one</source>
        <translation>Einen Wert anstelle eines fernübertragenen setzen</translation>
    </message>
    <message>
        <source>Substitute…</source>
        <translation>Ersatzwert setzen…</translation>
    </message>
    <message>
        <source>Say what became of the command whose outcome is unknown</source>
        <translation>Angeben, was aus dem Befehl mit unbekanntem Ausgang geworden ist</translation>
    </message>
    <message>
        <source>Resolve…</source>
        <translation>Klären…</translation>
    </message>
    <message>
        <source>Draw its measured values over time (T)</source>
        <translation>Seine Messwerte über der Zeit zeichnen (T)</translation>
    </message>
    <message>
        <source>Show trend</source>
        <translation>Verlauf zeigen</translation>
    </message>
    <message>
        <source>Select a switch first.</source>
        <translation>Erst einen Schalter auswählen.</translation>
    </message>
    <message>
        <source>{name} reports to this console but is not commanded from it.</source>
        <translation>{name} meldet an diese Konsole, wird aber nicht von ihr gesteuert.</translation>
    </message>
    <message>
        <source>{name} is operated by hand on site. Record where it stands with “Position by hand…”.</source>
        <translation>{name} wird von Hand vor Ort bedient. Die Stellung mit „Stellung von Hand…“ eintragen.</translation>
    </message>
</context>
<context>
    <name>OrderPanel</name>
    <message>
        <source>Switching order</source>
        <translation>Schaltauftrag</translation>
    </message>
    <message>
        <source>Orders of this incident</source>
        <translation>Schaltaufträge dieser Störung</translation>
    </message>
    <message>
        <source>Choose an incident: its switching order appears here.</source>
        <translation>Eine Störung wählen: Ihr Schaltauftrag erscheint hier.</translation>
    </message>
    <message>
        <source>Notes: {notes}</source>
        <translation>Hinweise: {notes}</translation>
    </message>
    <message>
        <source>This order has no steps.</source>
        <translation>Dieser Schaltauftrag hat keine Schritte.</translation>
    </message>
</context>
<context>
    <name>OrderTurns</name>
    <message>
        <source>{order} halted: {reason}</source>
        <translation>{order} angehalten: {reason}</translation>
    </message>
</context>
<context>
    <name>PairModel</name>
    <message>
        <source>Unit</source>
        <translation>Einheit</translation>
    </message>
    <message>
        <source>and unit</source>
        <translation>und Einheit</translation>
    </message>
    <message>
        <source>Correlation</source>
        <translation>Korrelation</translation>
    </message>
</context>
<context>
    <name>PairTable</name>
    <message>
        <source>Correlation of each pair of units</source>
        <translation>Korrelation jedes Paars von Einheiten</translation>
    </message>
</context>
<context>
    <name>PaperDesk</name>
    <message>
        <source>Print…</source>
        <translation>Drucken…</translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation>Als PDF speichern…</translation>
    </message>
    <message>
        <source>Export for other programs…</source>
        <translation>Für andere Programme ausgeben…</translation>
    </message>
</context>
<context>
    <name>Papers</name>
    <message>
        <source>Alarms · {window} · {time}</source>
        <translation>Alarme · {window} · {time}</translation>
    </message>
    <message>
        <source>{count} alarms copied</source>
        <translation>{count} Alarme kopiert</translation>
    </message>
    <message>
        <source>Printed to {path}</source>
        <translation>Gedruckt nach {path}</translation>
    </message>
    <message>
        <source>Export alarms</source>
        <translation>Alarme exportieren</translation>
    </message>
    <message>
        <source>Export figures</source>
        <translation>Kennzahlen exportieren</translation>
    </message>
    <message>
        <source>Comma separated (*.csv);;Workbook (*.xlsx)</source>
        <translation>Kommagetrennt (*.csv);;Arbeitsmappe (*.xlsx)</translation>
    </message>
    <message>
        <source>Exported to {path}</source>
        <translation>Exportiert nach {path}</translation>
    </message>
    <message>
        <source>Comma separated (*.csv);;Workbook (*.xlsx);;JSON (*.json)</source>
        <translation>Durch Komma getrennt (*.csv);;Arbeitsmappe (*.xlsx);;JSON (*.json)</translation>
    </message>
    <message>
        <source>Export outage report</source>
        <translation>Störungsbericht ausgeben</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>Als PDF speichern</translation>
    </message>
    <message>
        <source>Document (*.pdf)</source>
        <translation>Dokument (*.pdf)</translation>
    </message>
    <message>
        <source>Written to {path}</source>
        <translation>Geschrieben nach {path}</translation>
    </message>
</context>
<context>
    <name>Phrases</name>
    <message>
        <source>Open {name}</source>
        <translation>{name} öffnen</translation>
    </message>
    <message>
        <source>Close {name}</source>
        <translation>{name} schließen</translation>
    </message>
    <message>
        <source>Take {name} as of unknown position</source>
        <translation>{name} als unbekannt annehmen</translation>
    </message>
    <message>
        <source>Tap of {name} to {position:g}</source>
        <translation>Stufe von {name} auf {position:g}</translation>
    </message>
    <message>
        <source>{name} to step {step:g}</source>
        <translation>{name} auf Stufe {step:g}</translation>
    </message>
    <message>
        <source>Set voltage of {name} to {vm_pu:.3f} pu</source>
        <translation>Spannung von {name} auf {vm_pu:.3f} pu</translation>
    </message>
    <message>
        <source>All loads × {percent:g} %</source>
        <translation>Alle Lasten × {percent:g} %</translation>
    </message>
    <message>
        <source>Loads of {where} × {percent:g} %</source>
        <translation>Lasten von {where} × {percent:g} %</translation>
    </message>
    <message>
        <source>All generation × {percent:g} %</source>
        <translation>Alle Erzeugung × {percent:g} %</translation>
    </message>
    <message>
        <source>Generation of {where} × {percent:g} %</source>
        <translation>Erzeugung von {where} × {percent:g} %</translation>
    </message>
    <message>
        <source>{name} × {percent:g} %</source>
        <translation>{name} × {percent:g} %</translation>
    </message>
    <message>
        <source>{name} to {p_mw:g} MW, {q_mvar:g} Mvar</source>
        <translation>{name} auf {p_mw:g} MW, {q_mvar:g} Mvar</translation>
    </message>
    <message>
        <source>{name} to {p_mw:g} MW</source>
        <translation>{name} auf {p_mw:g} MW</translation>
    </message>
    <message>
        <source>{name} to {q_mvar:g} Mvar</source>
        <translation>{name} auf {q_mvar:g} Mvar</translation>
    </message>
    <message>
        <source>Put {name} into service</source>
        <translation>{name} in Betrieb nehmen</translation>
    </message>
    <message>
        <source>Take {name} out of service</source>
        <translation>{name} außer Betrieb nehmen</translation>
    </message>
    <message>
        <source>Replace {name} by {std_type}</source>
        <translation>{name} durch {std_type} ersetzen</translation>
    </message>
    <message>
        <source>New {der}: {name}, {kw:g} kW at {bus}</source>
        <translation>Neu, {der}: {name}, {kw:g} kW an {bus}</translation>
    </message>
    <message>
        <source>losses {before:.0f} → {after:.0f} kW</source>
        <translation>Verluste {before:.0f} → {after:.0f} kW</translation>
    </message>
    <message>
        <source>losses {before:.2f} → {after:.2f} kW</source>
        <translation>Verluste {before:.2f} → {after:.2f} kW</translation>
    </message>
    <message>
        <source>losses {after:.0f} kW</source>
        <translation>Verluste {after:.0f} kW</translation>
    </message>
    <message>
        <source>load flow did not converge: {cause}</source>
        <translation>Lastfluss nicht konvergiert: {cause}</translation>
    </message>
    <message>
        <source>1 bus below {limit}</source>
        <translation>1 Knoten unter {limit}</translation>
    </message>
    <message>
        <source>{count} buses below {limit}</source>
        <translation>{count} Knoten unter {limit}</translation>
    </message>
    <message>
        <source>1 bus above {limit}</source>
        <translation>1 Knoten über {limit}</translation>
    </message>
    <message>
        <source>{count} buses above {limit}</source>
        <translation>{count} Knoten über {limit}</translation>
    </message>
    <message>
        <source>all voltages within limits again</source>
        <translation>alle Spannungen wieder in ihren Grenzen</translation>
    </message>
    <message>
        <source>1 overloaded branch</source>
        <translation>1 überlasteter Zweig</translation>
    </message>
    <message>
        <source>{count} overloaded branches</source>
        <translation>{count} überlastete Zweige</translation>
    </message>
    <message>
        <source>{count} customers lost supply</source>
        <translation>{count} Kunden ohne Versorgung</translation>
    </message>
    <message>
        <source>{count} customers regained supply</source>
        <translation>{count} Kunden wieder versorgt</translation>
    </message>
    <message>
        <source>{count} of them critical</source>
        <translation>{count} davon kritisch</translation>
    </message>
    <message>
        <source>{count} buses without supply</source>
        <translation>{count} Knoten ohne Versorgung</translation>
    </message>
    <message>
        <source>{count} buses supplied again</source>
        <translation>{count} Knoten wieder versorgt</translation>
    </message>
    <message>
        <source>1 loop closed</source>
        <translation>1 Ring geschlossen</translation>
    </message>
    <message>
        <source>{count} loops closed</source>
        <translation>{count} Ringe geschlossen</translation>
    </message>
    <message>
        <source>radial again</source>
        <translation>wieder strahlenförmig</translation>
    </message>
    <message>
        <source>you may not operate {name}</source>
        <translation>Sie dürfen {name} nicht bedienen</translation>
    </message>
    <message>
        <source>{name} is operated on site, it has no remote control</source>
        <translation>{name} wird vor Ort bedient und hat keine Fernsteuerung</translation>
    </message>
    <message>
        <source>{name} takes no command for this value</source>
        <translation>{name} nimmt für diesen Wert keinen Befehl an</translation>
    </message>
    <message>
        <source>the address map does not say how to command {name}</source>
        <translation>die Adressliste sagt nicht, wie {name} zu steuern ist</translation>
    </message>
    <message>
        <source>{name} is held by console {console}</source>
        <translation>{name} ist von Konsole {console} belegt</translation>
    </message>
    <message>
        <source>another command to {name} is not finished</source>
        <translation>ein anderer Befehl an {name} ist nicht beendet</translation>
    </message>
    <message>
        <source>{name} is locked: {reason}</source>
        <translation>{name} ist gesperrt: {reason}</translation>
    </message>
    <message>
        <source>the link to {name} is not up: {reason}</source>
        <translation>die Verbindung zu {name} steht nicht: {reason}</translation>
    </message>
    <message>
        <source>the link to {name} is not up</source>
        <translation>die Verbindung zu {name} steht nicht</translation>
    </message>
    <message>
        <source>the value of {name} is stale, nothing could be seen of the command</source>
        <translation>der Wert von {name} ist veraltet, vom Befehl wäre nichts zu sehen</translation>
    </message>
    <message>
        <source>the value of {name} is suspect, its source has not been heard for a while</source>
        <translation>der Wert von {name} ist fraglich, seine Quelle wurde eine Weile nicht gehört</translation>
    </message>
    <message>
        <source>what {name} shows is not to be believed</source>
        <translation>was {name} anzeigt, ist nicht glaubhaft</translation>
    </message>
    <message>
        <source>what {name} shows is questionable</source>
        <translation>was {name} anzeigt, ist fraglich</translation>
    </message>
    <message>
        <source>{name} shows no value</source>
        <translation>{name} zeigt keinen Wert</translation>
    </message>
    <message>
        <source>{name} stands on local control</source>
        <translation>{name} steht auf Ortssteuerung</translation>
    </message>
    <message>
        <source>opening {name} is blocked at the device</source>
        <translation>das Öffnen von {name} ist am Gerät gesperrt</translation>
    </message>
    <message>
        <source>closing {name} is blocked at the device</source>
        <translation>das Schließen von {name} ist am Gerät gesperrt</translation>
    </message>
    <message>
        <source>{name} is shown by hand, by {author}: {reason}; what the field says stays hidden until that is ended</source>
        <translation>{name} wird von Hand gezeigt, durch {author}: {reason}; was das Feld sagt, bleibt verborgen, bis das beendet wird</translation>
    </message>
    <message>
        <source>{name} is open already</source>
        <translation>{name} ist schon offen</translation>
    </message>
    <message>
        <source>{name} is closed already</source>
        <translation>{name} ist schon geschlossen</translation>
    </message>
    <message>
        <source>{name} is at {value:g} already</source>
        <translation>{name} steht schon auf {value:g}</translation>
    </message>
    <message>
        <source>it is on already at {name}</source>
        <translation>es ist an {name} schon ein</translation>
    </message>
    <message>
        <source>it is off already at {name}</source>
        <translation>es ist an {name} schon aus</translation>
    </message>
    <message>
        <source>{name} stands between its positions</source>
        <translation>{name} steht in Zwischenstellung</translation>
    </message>
    <message>
        <source>the position of {name} is not known</source>
        <translation>die Stellung von {name} ist nicht bekannt</translation>
    </message>
    <message>
        <source>tag on {name} by {author}: {reason}</source>
        <translation>Kennzeichen an {name} von {author}: {reason}</translation>
    </message>
    <message>
        <source>caution tag on {name} by {author}: {reason}</source>
        <translation>Kennzeichen „Vorsicht“ an {name} von {author}: {reason}</translation>
    </message>
    <message>
        <source>{name} is tagged do not operate by {author}: {reason}</source>
        <translation>{name} trägt das Kennzeichen „Nicht schalten“ von {author}: {reason}</translation>
    </message>
    <message>
        <source>reclosing of {name} stays off, tagged by {author}: {reason}</source>
        <translation>die Wiedereinschaltung von {name} bleibt aus, Kennzeichen von {author}: {reason}</translation>
    </message>
    <message>
        <source>live-line work on {name}, tagged by {author}: {reason}</source>
        <translation>Arbeiten unter Spannung an {name}, Kennzeichen von {author}: {reason}</translation>
    </message>
    <message>
        <source>{name} has tripped while people work on live parts ({author}): it must not be closed</source>
        <translation>{name} hat ausgelöst, während unter Spannung gearbeitet wird ({author}): nicht schließen</translation>
    </message>
    <message>
        <source>would make {name} live, which is tagged do not operate by {author}: {reason}</source>
        <translation>würde {name} unter Spannung setzen, mit Kennzeichen „Nicht schalten“ von {author}: {reason}</translation>
    </message>
    <message>
        <source>makes {name} live, which has a caution tag by {author}: {reason}</source>
        <translation>setzt {name} unter Spannung, mit Kennzeichen „Vorsicht“ von {author}: {reason}</translation>
    </message>
    <message>
        <source>the value for {name} is not a number</source>
        <translation>der Wert für {name} ist keine Zahl</translation>
    </message>
    <message>
        <source>{name} can only be opened or closed</source>
        <translation>{name} kann nur geöffnet oder geschlossen werden</translation>
    </message>
    <message>
        <source>{name} can only be switched on or off</source>
        <translation>{name} kann nur ein- oder ausgeschaltet werden</translation>
    </message>
    <message>
        <source>{name} takes whole steps only</source>
        <translation>{name} nimmt nur ganze Stufen an</translation>
    </message>
    <message>
        <source>{value:g} is outside the range of {name}, {low:g} to {high:g}</source>
        <translation>{value:g} liegt außerhalb des Bereichs von {name}, {low:g} bis {high:g}</translation>
    </message>
    <message>
        <source>{value:g} is below the lowest value of {name}, {low:g}</source>
        <translation>{value:g} liegt unter dem niedrigsten Wert von {name}, {low:g}</translation>
    </message>
    <message>
        <source>{value:g} is above the highest value of {name}, {high:g}</source>
        <translation>{value:g} liegt über dem höchsten Wert von {name}, {high:g}</translation>
    </message>
    <message>
        <source>no range is known for {name}, {value:g} cannot be checked</source>
        <translation>für {name} ist kein Bereich bekannt, {value:g} kann nicht geprüft werden</translation>
    </message>
    <message>
        <source>{name} moves one step at a time, from {present:g} to {down:g} or {up:g}</source>
        <translation>{name} geht Stufe um Stufe, von {present:g} auf {down:g} oder {up:g}</translation>
    </message>
    <message>
        <source>{name} does not show its present step</source>
        <translation>{name} zeigt seine jetzige Stufe nicht</translation>
    </message>
    <message>
        <source>the regulator of {name} is on and may move it back</source>
        <translation>der Regler von {name} ist ein und stellt vielleicht zurück</translation>
    </message>
    <message>
        <source>{name} is a fuse, it is operated by hand only</source>
        <translation>{name} ist eine Sicherung und wird nur von Hand bedient</translation>
    </message>
    <message>
        <source>would make the earth at {place} live (put on by {author})</source>
        <translation>würde die Erdung an {place} unter Spannung setzen (angebracht von {author})</translation>
    </message>
    <message>
        <source>the earth at {place} (put on by {author}) would be on a live part</source>
        <translation>die Erdung an {place} (angebracht von {author}) läge an einem Teil unter Spannung</translation>
    </message>
    <message>
        <source>generation may hold up a voltage on the part earthed at {place}; test it first</source>
        <translation>Erzeugung kann den an {place} geerdeten Teil unter Spannung halten; erst Spannungsfreiheit feststellen</translation>
    </message>
    <message>
        <source>{name} joins nothing in the model, its effect is not known</source>
        <translation>{name} verbindet im Modell nichts, die Auswirkung ist nicht bekannt</translation>
    </message>
    <message>
        <source>loop between {first} and {second}</source>
        <translation>Ring zwischen {first} und {second}</translation>
    </message>
    <message>
        <source>loop within {feeder}</source>
        <translation>Ring in {feeder}</translation>
    </message>
    <message>
        <source>closes a loop</source>
        <translation>schließt einen Ring</translation>
    </message>
    <message>
        <source>may close a loop, the position of {name} is not known</source>
        <translation>schließt vielleicht einen Ring, die Stellung von {name} ist nicht bekannt</translation>
    </message>
    <message>
        <source>joins {first} with {second}; voltage angle across {name} {degree:.1f}°</source>
        <translation>verbindet {first} mit {second}; Winkeldifferenz an {name} {degree:.1f}°</translation>
    </message>
    <message>
        <source>joins {first} with {second}; the voltage angle across {name} is not known</source>
        <translation>verbindet {first} mit {second}; die Winkeldifferenz an {name} ist nicht bekannt</translation>
    </message>
    <message>
        <source>the other side of {name} may be live from another source, the position of {switch} is not known</source>
        <translation>die andere Seite von {name} steht vielleicht von einer anderen Quelle unter Spannung, die Stellung von {switch} ist nicht bekannt</translation>
    </message>
    <message>
        <source>would join mobile generator {generator} with another source; stop it first</source>
        <translation>würde den mobilen Generator {generator} mit einer anderen Quelle verbinden; erst abstellen</translation>
    </message>
    <message>
        <source>voltage angle across {name} is {degree:.1f}°</source>
        <translation>Winkeldifferenz an {name} beträgt {degree:.1f}°</translation>
    </message>
    <message>
        <source>voltage angle across {name} is {degree:.0f}°: phases or vector groups do not fit</source>
        <translation>Winkeldifferenz an {name} beträgt {degree:.0f}°: Leiter oder Schaltgruppen passen nicht zusammen</translation>
    </message>
    <message>
        <source>the voltage angle across {name} is not known</source>
        <translation>die Winkeldifferenz an {name} ist nicht bekannt</translation>
    </message>
    <message>
        <source>no voltage on either side of {name}</source>
        <translation>auf keiner Seite von {name} Spannung</translation>
    </message>
    <message>
        <source>makes {buses} buses live that are without voltage</source>
        <translation>setzt {buses} Knoten ohne Spannung unter Spannung</translation>
    </message>
    <message>
        <source>makes {buses} buses live; {customers} customers, {load_kw:.0f} kW before cold-load pickup</source>
        <translation>setzt {buses} Knoten unter Spannung; {customers} Kunden, {load_kw:.0f} kW ohne Nachholspitze</translation>
    </message>
    <message>
        <source>generation may hold up a voltage on the side without supply</source>
        <translation>Erzeugung kann die Seite ohne Versorgung unter Spannung halten</translation>
    </message>
    <message>
        <source>{name} is a disconnector and carries {ampere:.0f} A; interrupt the load elsewhere first</source>
        <translation>{name} ist ein Trennschalter und führt {ampere:.0f} A; erst die Last anderswo unterbrechen</translation>
    </message>
    <message>
        <source>{name} is a disconnector and its current is not known</source>
        <translation>{name} ist ein Trennschalter, und sein Strom ist nicht bekannt</translation>
    </message>
    <message>
        <source>{name} is a disconnector; closing it would make load current</source>
        <translation>{name} ist ein Trennschalter; das Schließen würde Laststrom einschalten</translation>
    </message>
    <message>
        <source>{name} is a disconnector and the other side may be live</source>
        <translation>{name} ist ein Trennschalter, und die andere Seite steht vielleicht unter Spannung</translation>
    </message>
    <message>
        <source>{name} carries {ampere:.0f} A, more than the {limit:.0f} A it may break</source>
        <translation>{name} führt {ampere:.0f} A, mehr als die {limit:.0f} A, die er ausschalten darf</translation>
    </message>
    <message>
        <source>the current {name} has to break is not known</source>
        <translation>der Strom, den {name} ausschalten muss, ist nicht bekannt</translation>
    </message>
    <message>
        <source>live-line work on {place}, which {name} feeds: reclosing stays off</source>
        <translation>Arbeiten unter Spannung an {place}, von {name} gespeist: die Wiedereinschaltung bleibt aus</translation>
    </message>
    <message>
        <source>the prediction is late; closing needs a supervisor</source>
        <translation>die Vorausberechnung kommt zu spät; das Schließen braucht einen Schichtleiter</translation>
    </message>
    <message>
        <source>the prediction is late; the consequence is not known</source>
        <translation>die Vorausberechnung kommt zu spät; die Auswirkung ist nicht bekannt</translation>
    </message>
    <message>
        <source>no prediction: {reason}; closing needs a supervisor</source>
        <translation>keine Vorausberechnung: {reason}; das Schließen braucht einen Schichtleiter</translation>
    </message>
    <message>
        <source>no prediction: {reason}</source>
        <translation>keine Vorausberechnung: {reason}</translation>
    </message>
    <message>
        <source>loop between {first} and {second} for this step</source>
        <translation>Ring zwischen {first} und {second} für diesen Schritt</translation>
    </message>
    <message>
        <source>loop within {feeder} for this step</source>
        <translation>Ring in {feeder} für diesen Schritt</translation>
    </message>
    <message>
        <source>a loop for this step</source>
        <translation>ein Ring für diesen Schritt</translation>
    </message>
    <message>
        <source>no loop is left</source>
        <translation>kein Ring bleibt</translation>
    </message>
    <message>
        <source>{name}: {before:.0f} % → {after:.0f} %</source>
        <translation>{name}: {before:.0f} % → {after:.0f} %</translation>
    </message>
    <message>
        <source>{name}: {before:.0f} % → {after:.0f} %, above {limit:.0f} %</source>
        <translation>{name}: {before:.0f} % → {after:.0f} %, über {limit:.0f} %</translation>
    </message>
    <message>
        <source>{name}: {after:.0f} %, above {limit:.0f} %</source>
        <translation>{name}: {after:.0f} %, über {limit:.0f} %</translation>
    </message>
    <message>
        <source>{count} more branches above their limit</source>
        <translation>{count} weitere Zweige über ihrer Grenze</translation>
    </message>
    <message>
        <source>{name}: {before:.3f} → {after:.3f} pu, limit {limit:.3f} pu</source>
        <translation>{name}: {before:.3f} → {after:.3f} pu, Grenze {limit:.3f} pu</translation>
    </message>
    <message>
        <source>{name}: {after:.3f} pu, limit {limit:.3f} pu</source>
        <translation>{name}: {after:.3f} pu, Grenze {limit:.3f} pu</translation>
    </message>
    <message>
        <source>{count} more voltages outside their limits</source>
        <translation>{count} weitere Spannungen außerhalb ihrer Grenzen</translation>
    </message>
    <message>
        <source>no customer loses supply</source>
        <translation>kein Kunde verliert die Versorgung</translation>
    </message>
    <message>
        <source>1 customer loses supply</source>
        <translation>1 Kunde verliert die Versorgung</translation>
    </message>
    <message>
        <source>{count} customers lose supply</source>
        <translation>{count} Kunden verlieren die Versorgung</translation>
    </message>
    <message>
        <source>critical without supply: {names}</source>
        <translation>kritisch ohne Versorgung: {names}</translation>
    </message>
    <message>
        <source>1 customer is supplied again</source>
        <translation>1 Kunde ist wieder versorgt</translation>
    </message>
    <message>
        <source>{count} customers are supplied again</source>
        <translation>{count} Kunden sind wieder versorgt</translation>
    </message>
    <message>
        <source>generation may hold up a voltage at {count} buses that lose supply</source>
        <translation>Erzeugung kann {count} Knoten, die die Versorgung verlieren, unter Spannung halten</translation>
    </message>
    <message>
        <source>losses {before:.1f} → {after:.1f} kW</source>
        <translation>Verluste {before:.1f} → {after:.1f} kW</translation>
    </message>
    <message>
        <source>the regulator is expected to go to tap {tap_pos:g}</source>
        <translation>der Regler geht voraussichtlich auf Stufe {tap_pos:g}</translation>
    </message>
    <message>
        <source>mobile generator {name}: {s_mva:.2f} of {sn_mva:.2f} MVA</source>
        <translation>mobiler Generator {name}: {s_mva:.2f} von {sn_mva:.2f} MVA</translation>
    </message>
    <message>
        <source>the load flow does not converge after this step: {cause}</source>
        <translation>der Lastfluss konvergiert nach diesem Schritt nicht: {cause}</translation>
    </message>
    <message>
        <source>the load flow does not converge as things are: {cause}</source>
        <translation>der Lastfluss konvergiert im jetzigen Zustand nicht: {cause}</translation>
    </message>
    <message>
        <source>no effect on the load flow</source>
        <translation>keine Auswirkung auf den Lastfluss</translation>
    </message>
    <message>
        <source>{point} is not known in this district</source>
        <translation>{point} ist in diesem Bezirk nicht bekannt</translation>
    </message>
    <message>
        <source>nobody is signed in</source>
        <translation>niemand ist angemeldet</translation>
    </message>
    <message>
        <source>this console is view-only: {reason}</source>
        <translation>diese Konsole kann nur ansehen: {reason}</translation>
    </message>
    <message>
        <source>the command is not waiting for a confirmation</source>
        <translation>der Befehl wartet nicht auf eine Bestätigung</translation>
    </message>
    <message>
        <source>the prediction is being made</source>
        <translation>die Vorausberechnung läuft</translation>
    </message>
    <message>
        <source>read first: {reason}</source>
        <translation>erst lesen: {reason}</translation>
    </message>
    <message>
        <source>needs a supervisor&apos;s override: {reason}</source>
        <translation>braucht die Freigabe eines Schichtleiters: {reason}</translation>
    </message>
    <message>
        <source>the override needs a reason</source>
        <translation>die Freigabe braucht einen Grund</translation>
    </message>
    <message>
        <source>the override does not count: {reason}</source>
        <translation>die Freigabe gilt nicht: {reason}</translation>
    </message>
    <message>
        <source>a second person must confirm</source>
        <translation>eine zweite Person muss bestätigen</translation>
    </message>
    <message>
        <source>the second person must be another one</source>
        <translation>die zweite Person muss eine andere sein</translation>
    </message>
    <message>
        <source>the second confirmation does not count: {reason}</source>
        <translation>die zweite Bestätigung gilt nicht: {reason}</translation>
    </message>
    <message>
        <source>the network changed meanwhile; look at the consequence again</source>
        <translation>das Netz hat sich inzwischen geändert; die Auswirkung noch einmal ansehen</translation>
    </message>
    <message>
        <source>the consequence changed meanwhile; look at it again</source>
        <translation>die Auswirkung hat sich inzwischen geändert; bitte noch einmal ansehen</translation>
    </message>
    <message>
        <source>{name} is open</source>
        <translation>{name} ist offen</translation>
    </message>
    <message>
        <source>{name} is closed</source>
        <translation>{name} ist geschlossen</translation>
    </message>
    <message>
        <source>{name} shows {value:g}</source>
        <translation>{name} zeigt {value:g}</translation>
    </message>
    <message>
        <source>refused by the device: {reason}</source>
        <translation>vom Gerät abgelehnt: {reason}</translation>
    </message>
    <message>
        <source>not sent: {reason}</source>
        <translation>nicht gesendet: {reason}</translation>
    </message>
    <message>
        <source>nothing was sent, the command could not be recorded: {reason}</source>
        <translation>nichts wurde gesendet, der Befehl konnte nicht eingetragen werden: {reason}</translation>
    </message>
    <message>
        <source>nothing was sent, recording it took too long</source>
        <translation>nichts wurde gesendet, das Eintragen dauerte zu lange</translation>
    </message>
    <message>
        <source>{name} has not moved within {seconds:.0f} s</source>
        <translation>{name} hat sich in {seconds:.0f} s nicht bewegt</translation>
    </message>
    <message>
        <source>{name} stands between its positions after {seconds:.0f} s</source>
        <translation>{name} steht nach {seconds:.0f} s in Zwischenstellung</translation>
    </message>
    <message>
        <source>{name} is open, not closed</source>
        <translation>{name} ist offen, nicht geschlossen</translation>
    </message>
    <message>
        <source>{name} is closed, not open</source>
        <translation>{name} ist geschlossen, nicht offen</translation>
    </message>
    <message>
        <source>{name} shows {value:g} instead of {wanted:g}</source>
        <translation>{name} zeigt {value:g} statt {wanted:g}</translation>
    </message>
    <message>
        <source>sent, and no answer came</source>
        <translation>gesendet, und keine Antwort kam</translation>
    </message>
    <message>
        <source>sent, and it is not known what became of it: {reason}</source>
        <translation>gesendet, und was daraus wurde, ist nicht bekannt: {reason}</translation>
    </message>
    <message>
        <source>accepted, and what {name} does cannot be seen</source>
        <translation>angenommen, und was {name} tut, ist nicht zu sehen</translation>
    </message>
    <message>
        <source>withdrawn by {author}</source>
        <translation>zurückgezogen von {author}</translation>
    </message>
    <message>
        <source>not confirmed in time</source>
        <translation>nicht rechtzeitig bestätigt</translation>
    </message>
    <message>
        <source>the console ended before the outcome was known</source>
        <translation>die Konsole endete, bevor der Ausgang bekannt war</translation>
    </message>
    <message>
        <source>the command could not be handed to the link: {reason}</source>
        <translation>der Befehl konnte der Verbindung nicht übergeben werden: {reason}</translation>
    </message>
    <message>
        <source>the end of a command could not be recorded: {reason}</source>
        <translation>das Ende eines Befehls konnte nicht eingetragen werden: {reason}</translation>
    </message>
    <message>
        <source>the lock of {point} could not be recorded and holds for this console only: {reason}</source>
        <translation>die Sperre von {point} konnte nicht eingetragen werden und gilt nur an dieser Konsole: {reason}</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Lower</source>
        <translation>Tiefer</translation>
    </message>
    <message>
        <source>Raise</source>
        <translation>Höher</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>Einschalten</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>Ausschalten</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>Einstellen</translation>
    </message>
</context>
<context>
    <name>PlaceFinder</name>
    <message>
        <source>name, street, meter, telephone …</source>
        <translation>Name, Straße, Zähler, Telefon …</translation>
    </message>
    <message>
        <source>Find a place</source>
        <translation>Ort suchen</translation>
    </message>
    <message>
        <source>Places found</source>
        <translation>Gefundene Orte</translation>
    </message>
    <message>
        <source>The network has nothing that somebody could tell of.</source>
        <translation>Das Netz hat nichts, wovon jemand melden könnte.</translation>
    </message>
    <message>
        <source>Nothing is called that. Fewer or other words find more.</source>
        <translation>Nichts heißt so. Weniger oder andere Wörter finden mehr.</translation>
    </message>
    <message>
        <source>The first {count} are shown: type on to find the others.</source>
        <translation>Die ersten {count} sind gezeigt: weitertippen, um die anderen zu finden.</translation>
    </message>
</context>
<context>
    <name>PlacedList</name>
    <message>
        <source>Placed on the network</source>
        <translation>Im Netz gesetzt</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Tags, earths, cuts, jumpers, generators and values by hand</source>
        <translation>Kennzeichen, Erdungen, Auftrennungen, Überbrückungen, Generatoren und Werte von Hand</translation>
    </message>
    <message>
        <source>Nothing is placed. Tags, earths, cuts, jumpers, generators and values by hand are listed here.</source>
        <translation>Nichts ist gesetzt. Kennzeichen, Erdungen, Auftrennungen, Überbrückungen, Generatoren und Werte von Hand stehen dann hier.</translation>
    </message>
    <message>
        <source>Take away</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Record that it is no longer there; a tag is lifted by its holder or relief</source>
        <translation>Eintragen, dass es nicht mehr da ist; ein Kennzeichen hebt sein Inhaber oder dessen Ablösung auf</translation>
    </message>
    <message>
        <source>Placed {count}</source>
        <translation>Gesetzt {count}</translation>
    </message>
    <message>
        <source>Placed</source>
        <translation>Gesetzt</translation>
    </message>
</context>
<context>
    <name>PlanAhead</name>
    <message>
        <source>A planned moment is shown: nothing can be operated. Home on the time axis goes to now.</source>
        <translation>Ein geplanter Zeitpunkt wird gezeigt: nichts ist schaltbar. Pos1 auf der Zeitachse führt zum Jetzt.</translation>
    </message>
    <message>
        <source>The planned step that was shown is over: this is the present.</source>
        <translation>Der gezeigte geplante Schritt ist vorbei: dies ist die Gegenwart.</translation>
    </message>
    <message>
        <source>The plan that was shown does not lie ahead any more: this is the present.</source>
        <translation>Der gezeigte Plan liegt nicht mehr vor uns: dies ist die Gegenwart.</translation>
    </message>
</context>
<context>
    <name>PlanBanner</name>
    <message>
        <source>after step {number} of {count}</source>
        <translation>nach Schritt {number} von {count}</translation>
    </message>
    <message>
        <source>before the first step</source>
        <translation>vor dem ersten Schritt</translation>
    </message>
    <message>
        <source>PLAN</source>
        <translation>PLAN</translation>
    </message>
    <message>
        <source>not the present</source>
        <translation>nicht die Gegenwart</translation>
    </message>
</context>
<context>
    <name>PlanExecutor</name>
    <message>
        <source>The plan is not kept any more as it was approved: approve it anew.</source>
        <translation>Der Plan liegt nicht mehr so vor, wie er freigegeben wurde: neu freigeben.</translation>
    </message>
    <message>
        <source>{name}: {what}.</source>
        <translation>{name}: {what}.</translation>
    </message>
</context>
<context>
    <name>PlanList</name>
    <message>
        <source>Plans</source>
        <translation>Pläne</translation>
    </message>
    <message>
        <source>No plan yet.

A case says which devices, limits and prices there are. “New case…” takes the sample or a file of your own; “Plan” then finds what each device does at each hour.</source>
        <translation>Noch kein Plan.

Ein Fall nennt Geräte, Grenzen und Preise. „Neuer Fall…“ nimmt das Beispiel oder eine eigene Datei; „Planen“ findet dann, was jedes Gerät zu jeder Stunde tut.</translation>
    </message>
    <message>
        <source>Progress of planning</source>
        <translation>Fortschritt der Planung</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>PlanOnDiagram</name>
    <message>
        <source>A plan is being played: nothing can be operated. Go back to now first.</source>
        <translation>Ein Plan wird abgespielt: Nichts kann geschaltet werden. Erst zurück zu jetzt.</translation>
    </message>
</context>
<context>
    <name>PlanTable</name>
    <message>
        <source>Alternatives</source>
        <translation>Alternativen</translation>
    </message>
    <message>
        <source>Lowest voltage after any of its steps</source>
        <translation>Niedrigste Spannung über alle seine Schritte</translation>
    </message>
    <message>
        <source>Highest loading after any of its steps</source>
        <translation>Höchste Auslastung über alle seine Schritte</translation>
    </message>
    <message>
        <source>This is the plan that is shown, and that an order is made from</source>
        <translation>Dieser Plan wird gezeigt, und aus ihm wird der Schaltauftrag</translation>
    </message>
    <message>
        <source>Choose {plan}</source>
        <translation>{plan} wählen</translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation>Gewählt</translation>
    </message>
    <message>
        <source>Make the order from this plan; nothing is operated by that</source>
        <translation>Aus diesem Plan den Schaltauftrag machen; damit wird nichts geschaltet</translation>
    </message>
    <message>
        <source>Not every step of it was proven</source>
        <translation>Nicht jeder seiner Schritte ist geprüft</translation>
    </message>
</context>
<context>
    <name>PlannedTrack</name>
    <message>
        <source>Shown: plan, {time}</source>
        <translation>Gezeigt: Plan, {time}</translation>
    </message>
    <message>
        <source>nothing is switched</source>
        <translation>nichts ist schaltbar</translation>
    </message>
    <message>
        <source>{power} MW</source>
        <translation>{power} MW</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
</context>
<context>
    <name>Planning</name>
    <message>
        <source>Supply is back: close the incident if nothing is left to be done.</source>
        <translation>Wieder versorgt: die Störung schließen, wenn nichts mehr zu tun ist.</translation>
    </message>
    <message>
        <source>Being located …</source>
        <translation>Wird geortet …</translation>
    </message>
    <message>
        <source>Not located: {reason}</source>
        <translation>Nicht geortet: {reason}</translation>
    </message>
    <message>
        <source>The protection may still reclose: no plan before it has locked out.</source>
        <translation>Der Schutz kann noch wieder einschalten: kein Plan, bevor er endgültig ausgelöst hat.</translation>
    </message>
</context>
<context>
    <name>PlaybackRow</name>
    <message>
        <source>One step back</source>
        <translation>Einen Schritt zurück</translation>
    </message>
    <message>
        <source>One step on</source>
        <translation>Einen Schritt weiter</translation>
    </message>
    <message>
        <source>Show the network as it is predicted after a step; nothing is operated by that</source>
        <translation>Das Netz zeigen, wie es nach einem Schritt vorausberechnet ist; damit wird nichts geschaltet</translation>
    </message>
    <message>
        <source>Step that is shown</source>
        <translation>Gezeigter Schritt</translation>
    </message>
    <message>
        <source>Back to now</source>
        <translation>Zurück zu jetzt</translation>
    </message>
    <message>
        <source>Show the present network again</source>
        <translation>Wieder das jetzige Netz zeigen</translation>
    </message>
    <message>
        <source>Play the {count} steps on the diagram before they are done</source>
        <translation>Die {count} Schritte im Netzbild abspielen, bevor sie ausgeführt werden</translation>
    </message>
    <message>
        <source>Predicted, not now: step {step} of {count}</source>
        <translation>Vorausberechnet, nicht jetzt: Schritt {step} von {count}</translation>
    </message>
</context>
<context>
    <name>PointPicker</name>
    <message>
        <source>Add points to the chart</source>
        <translation>Punkte zum Diagramm hinzufügen</translation>
    </message>
    <message>
        <source>Equipment and quantity, as F1-Q0 current</source>
        <translation>Betriebsmittel und Größe, etwa F1-Q0 Strom</translation>
    </message>
    <message>
        <source>Find points</source>
        <translation>Punkte finden</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>{count} points</source>
        <translation>{count} Punkte</translation>
    </message>
    <message>
        <source>No point has these words in its name.</source>
        <translation>Kein Punkt hat diese Wörter im Namen.</translation>
    </message>
</context>
<context>
    <name>Presence</name>
    <message>
        <source>Nothing can be operated or recorded from this console: {reason}</source>
        <translation>Von dieser Konsole kann nichts bedient oder eingetragen werden: {reason}</translation>
    </message>
    <message>
        <source>view only</source>
        <translation>nur Ansicht</translation>
    </message>
    <message>
        <source>not signed in</source>
        <translation>nicht angemeldet</translation>
    </message>
    <message>
        <source>viewer</source>
        <translation>Beobachter</translation>
    </message>
    <message>
        <source>Nobody is signed in: everything can be seen, nothing operated.</source>
        <translation>Niemand ist angemeldet: alles ist zu sehen, nichts zu bedienen.</translation>
    </message>
    <message>
        <source>{name} · {roles}</source>
        <translation>{name} · {roles}</translation>
    </message>
    <message>
        <source>Signed in with the roles {roles}.</source>
        <translation>Angemeldet mit den Rollen {roles}.</translation>
    </message>
    <message>
        <source>{name} · right rests</source>
        <translation>{name} · Bedienrecht ruht</translation>
    </message>
    <message>
        <source>Nobody used this desk for long: confirm with the password to operate again.</source>
        <translation>Diesen Platz hat lange niemand benutzt: zum Weiterbedienen mit dem Passwort bestätigen.</translation>
    </message>
    <message>
        <source>Take up the right to operate…</source>
        <translation>Bedienrecht wieder aufnehmen…</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>Anmelden…</translation>
    </message>
    <message>
        <source>Change password…</source>
        <translation>Passwort ändern…</translation>
    </message>
    <message>
        <source>Users…</source>
        <translation>Benutzer…</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
</context>
<context>
    <name>Presenter</name>
    <message>
        <source>no study is open</source>
        <translation>keine Studie ist offen</translation>
    </message>
    <message>
        <source>{steps} steps: losses {losses} MWh, {beyond} beyond a limit, {failed} not solved</source>
        <translation>{steps} Schritte: Verluste {losses} MWh, {beyond} jenseits einer Grenze, {failed} nicht gelöst</translation>
    </message>
    <message>
        <source>Opening {name} …</source>
        <translation>{name} wird geöffnet …</translation>
    </message>
    <message>
        <source>{name}: {buses} buses, {lines} lines, {switches} switches, {customers} customers</source>
        <translation>{name}: {buses} Knoten, {lines} Leitungen, {switches} Schalter, {customers} Kunden</translation>
    </message>
    <message>
        <source>NOT SOLVED, no value is known: {cause}</source>
        <translation>NICHT GELÖST, kein Wert ist bekannt: {cause}</translation>
    </message>
    <message>
        <source>not solved: {reason}</source>
        <translation>nicht gerechnet: {reason}</translation>
    </message>
    <message>
        <source>solving …</source>
        <translation>wird gerechnet …</translation>
    </message>
    <message>
        <source>solving … shown: {time}</source>
        <translation>wird gerechnet … gezeigt: {time}</translation>
    </message>
    <message>
        <source>NOT SOLVED: {cause}</source>
        <translation>NICHT GELÖST: {cause}</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>geprüft</translation>
    </message>
    <message>
        <source>Agrees with pandapower to 1e-5 pu.</source>
        <translation>Stimmt mit pandapower auf 1e-5 pu überein.</translation>
    </message>
    <message>
        <source>being verified</source>
        <translation>wird geprüft</translation>
    </message>
    <message>
        <source>Not yet compared with pandapower.</source>
        <translation>Noch nicht mit pandapower verglichen.</translation>
    </message>
    <message>
        <source>not verified</source>
        <translation>nicht geprüft</translation>
    </message>
    <message>
        <source>The reference engine could not be asked, or found no solution.</source>
        <translation>Der Vergleichsrechner konnte nicht gefragt werden oder fand keine Lösung.</translation>
    </message>
    <message>
        <source>disagrees</source>
        <translation>widerspricht</translation>
    </message>
    <message>
        <source>The engines disagree; pandapower takes over.</source>
        <translation>Die Rechner widersprechen sich; pandapower übernimmt.</translation>
    </message>
    <message>
        <source>reference</source>
        <translation>Vergleichsrechner</translation>
    </message>
    <message>
        <source>losses {losses} kW{share}</source>
        <translation>Verluste {losses} kW{share}</translation>
    </message>
    <message>
        <source>calculated {age} ago</source>
        <translation>vor {age} berechnet</translation>
    </message>
</context>
<context>
    <name>ProofPage</name>
    <message>
        <source>Proof of the plan</source>
        <translation>Nachweis des Plans</translation>
    </message>
    <message>
        <source>Proof</source>
        <translation>Nachweis</translation>
    </message>
    <message>
        <source>Cost by kind</source>
        <translation>Kosten nach Art</translation>
    </message>
    <message>
        <source>Why the plan does this</source>
        <translation>Warum der Plan das tut</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>What each device does, and the reason; a click goes to its hour</source>
        <translation>Was jedes Gerät tut, und der Grund; ein Klick führt zu seiner Stunde</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>What the plan runs into, and what one unit more would save</source>
        <translation>Woran der Plan stößt, und was eine Einheit mehr sparte</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Eintragen</translation>
    </message>
    <message>
        <source>What was done to come to this plan</source>
        <translation>Was getan wurde, um zu diesem Plan zu kommen</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>Einheiten</translation>
    </message>
    <message>
        <source>What of wind and PV is used, of each unit on each day</source>
        <translation>Was von Wind und PV genutzt wird, je Einheit und Tag</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Ebenen</translation>
    </message>
    <message>
        <source>How the regions came to agree, and which of them answered</source>
        <translation>Wie die Regionen sich geeinigt und welche geantwortet haben</translation>
    </message>
    <message>
        <source>By rules</source>
        <translation>Nach Regeln</translation>
    </message>
    <message>
        <source>The same day with every device following a rule of its own</source>
        <translation>Derselbe Tag, an dem jedes Gerät einer eigenen Regel folgt</translation>
    </message>
    <message>
        <source>There is no plan that could be told of.</source>
        <translation>Es gibt keinen Plan, von dem etwas zu sagen wäre.</translation>
    </message>
    <message>
        <source>A plan brings its proof with it: cost, lower bound, and the load flow of each step.</source>
        <translation>Ein Plan bringt seinen Nachweis mit: Kosten, untere Schranke und den Lastfluss jedes Schritts.</translation>
    </message>
    <message>
        <source>The plan changes nothing: there is nothing to explain.</source>
        <translation>Der Plan ändert nichts: es gibt nichts zu erklären.</translation>
    </message>
    <message>
        <source>The plan runs into no limit.</source>
        <translation>Der Plan stößt an keine Grenze.</translation>
    </message>
    <message>
        <source>The first solution was the plan: nothing had to be done about it.</source>
        <translation>Die erste Lösung war der Plan: nichts musste daran getan werden.</translation>
    </message>
    <message>
        <source>Nothing is known of wind and PV in this plan.</source>
        <translation>Zu Wind und PV ist in diesem Plan nichts bekannt.</translation>
    </message>
</context>
<context>
    <name>Proving</name>
    <message>
        <source>There is no plan yet.</source>
        <translation>Es gibt noch keinen Plan.</translation>
    </message>
    <message>
        <source>the protection may still reclose, wait for its lockout</source>
        <translation>der Schutz kann noch wiedereinschalten, warten Sie auf seine Verriegelung</translation>
    </message>
    <message>
        <source>Not begun: {reason}</source>
        <translation>Nicht begonnen: {reason}</translation>
    </message>
    <message>
        <source>That plan is for something else: plan from here first.</source>
        <translation>Dieser Plan ist für etwas anderes: zuerst von hier aus planen.</translation>
    </message>
</context>
<context>
    <name>ReasonDialog</name>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>The reason is missing: write why.</source>
        <translation>Der Grund fehlt: bitte schreiben, warum.</translation>
    </message>
</context>
<context>
    <name>RecordedAxis</name>
    <message>
        <source>Play what was recorded (Space)</source>
        <translation>Aufgezeichnetes abspielen (Leertaste)</translation>
    </message>
    <message>
        <source>How fast the past is played</source>
        <translation>Wie schnell die Vergangenheit abgespielt wird</translation>
    </message>
    <message>
        <source>Show the present (Home)</source>
        <translation>Die Gegenwart zeigen (Pos1)</translation>
    </message>
    <message>
        <source>Show the present</source>
        <translation>Die Gegenwart zeigen</translation>
    </message>
    <message>
        <source>{span} ago</source>
        <translation>vor {span}</translation>
    </message>
    <message>
        <source>Pick a date…</source>
        <translation>Datum wählen…</translation>
    </message>
    <message>
        <source>Back to now</source>
        <translation>Zurück zu jetzt</translation>
    </message>
    <message>
        <source>Only what was recorded is played: go back to now first</source>
        <translation>Nur Aufgezeichnetes wird abgespielt: zuerst zum Jetzt zurück</translation>
    </message>
    <message>
        <source>{speed} × as fast as it was</source>
        <translation>{speed} × so schnell, wie es war</translation>
    </message>
</context>
<context>
    <name>RecordedTrack</name>
    <message>
        <source>recorded</source>
        <translation>aufgezeichnet</translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation>nicht aufgezeichnet</translation>
    </message>
</context>
<context>
    <name>Recording</name>
    <message>
        <source>Recorded: {what}</source>
        <translation>Eingetragen: {what}</translation>
    </message>
</context>
<context>
    <name>RecoveryDialog</name>
    <message>
        <source>Unsaved studies</source>
        <translation>Nicht gespeicherte Studien</translation>
    </message>
    <message>
        <source>The console ended without being closed. These studies were not saved:</source>
        <translation>Die Konsole wurde nicht ordentlich beendet. Diese Studien waren nicht gespeichert:</translation>
    </message>
    <message>
        <source>Recover</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>Keep them; they are offered again at the next start.</source>
        <translation>Sie bleiben; beim nächsten Start werden sie wieder angeboten.</translation>
    </message>
    <message>
        <source>Discard ticked</source>
        <translation>Angekreuzte verwerfen</translation>
    </message>
    <message>
        <source>{name} · {network} · {count} changes · {when}</source>
        <translation>{name} · {network} · {count} Änderungen · {when}</translation>
    </message>
</context>
<context>
    <name>RegionsDialog</name>
    <message>
        <source>Plan in regions</source>
        <translation>In Regionen planen</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Planen</translation>
    </message>
    <message>
        <source>The district is cut into parts of like size. Each plans its own devices and agrees with the layer above on power and voltage where they meet; the plan is then checked as a whole.</source>
        <translation>Der Bezirk wird in etwa gleich große Teile geschnitten. Jeder plant seine eigenen Anlagen und einigt sich mit der Ebene darüber auf Leistung und Spannung an der Grenze; danach wird der Plan als Ganzes geprüft.</translation>
    </message>
    <message>
        <source>Regions</source>
        <translation>Regionen</translation>
    </message>
</context>
<context>
    <name>ReliabilityDock</name>
    <message>
        <source>Reliability</source>
        <translation>Zuverlässigkeit</translation>
    </message>
</context>
<context>
    <name>ReliabilityPanel</name>
    <message>
        <source>No figures yet: they come with the first incidents.</source>
        <translation>Noch keine Kennzahlen: sie kommen mit den ersten Störungen.</translation>
    </message>
    <message>
        <source>Reliability</source>
        <translation>Zuverlässigkeit</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Ausgeben</translation>
    </message>
    <message>
        <source>Export the figures</source>
        <translation>Kennzahlen ausgeben</translation>
    </message>
    <message>
        <source>Write every figure with its period and formula to a file (CSV or Excel)</source>
        <translation>Jede Kennzahl mit Zeitraum und Formel in eine Datei schreiben (CSV oder Excel)</translation>
    </message>
    <message>
        <source>Feeders by SAIDI</source>
        <translation>Abgänge nach SAIDI</translation>
    </message>
    <message>
        <source>Causes by SAIDI</source>
        <translation>Ursachen nach SAIDI</translation>
    </message>
    <message>
        <source>Nothing in this period.</source>
        <translation>Nichts in diesem Zeitraum.</translation>
    </message>
    <message>
        <source>No figures yet.</source>
        <translation>Noch keine Kennzahlen.</translation>
    </message>
    <message>
        <source>FEEDERS BY SAIDI · {period}</source>
        <translation>ABGÄNGE NACH SAIDI · {period}</translation>
    </message>
    <message>
        <source>CAUSES BY SAIDI · {period}</source>
        <translation>URSACHEN NACH SAIDI · {period}</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>Kennzahl</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>From and to</source>
        <translation>Von und bis</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Einheit</translation>
    </message>
    <message>
        <source>Formula</source>
        <translation>Formel</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Anmerkung</translation>
    </message>
    <message>
        <source>Workbook (*.xlsx);;Comma separated (*.csv)</source>
        <translation>Arbeitsmappe (*.xlsx);;Durch Komma getrennt (*.csv)</translation>
    </message>
    <message>
        <source>Exported to {path}</source>
        <translation>Ausgegeben nach {path}</translation>
    </message>
</context>
<context>
    <name>ReplayDistrict</name>
    <message>
        <source>Nothing is known of this moment: it lies before the first recorded one.</source>
        <translation>Von diesem Moment ist nichts bekannt: Er liegt vor dem ersten aufgezeichneten.</translation>
    </message>
</context>
<context>
    <name>Replaying</name>
    <message numerus="yes">
        <source>%n new alarm(s)</source>
        <translation>
            <numerusform>%n neuer Alarm</numerusform>
            <numerusform>%n neue Alarme</numerusform>
        </translation>
    </message>
    <message>
        <source>A past moment is shown: nothing can be operated. Home on the time axis goes back to now.</source>
        <translation>Ein vergangener Moment wird gezeigt: Nichts kann geschaltet werden. Pos1 auf der Zeitachse führt zurück zu jetzt.</translation>
    </message>
</context>
<context>
    <name>ReportDeeds</name>
    <message>
        <source>Document (*.pdf);;Workbook (*.xlsx)</source>
        <translation>Dokument (*.pdf);;Arbeitsmappe (*.xlsx)</translation>
    </message>
    <message>
        <source>Day report</source>
        <translation>Tagesbericht</translation>
    </message>
    <message>
        <source>Making the report of {name} …</source>
        <translation>Bericht zu {name} wird erstellt …</translation>
    </message>
    <message>
        <source>Written to {path}</source>
        <translation>Geschrieben nach {path}</translation>
    </message>
</context>
<context>
    <name>ResultCharts</name>
    <message>
        <source>Result charts</source>
        <translation>Ergebnisdiagramme</translation>
    </message>
    <message>
        <source>Voltage profile</source>
        <translation>Spannungsverlauf</translation>
    </message>
    <message>
        <source>Voltage along the feeders, against the distance</source>
        <translation>Spannung entlang der Abgänge, über dem Abstand</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Power, losses and voltages of the shown day</source>
        <translation>Leistung, Verluste und Spannungen des gezeigten Tages</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>Verluste</translation>
    </message>
    <message>
        <source>Who loses how much</source>
        <translation>Wer wie viel verliert</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Auslastung</translation>
    </message>
    <message>
        <source>Which lines and transformers are loaded most</source>
        <translation>Welche Leitungen und Transformatoren am stärksten ausgelastet sind</translation>
    </message>
    <message>
        <source>old</source>
        <translation>veraltet</translation>
    </message>
    <message>
        <source>partly old</source>
        <translation>teils veraltet</translation>
    </message>
    <message>
        <source>Nothing is known yet: the field has not been heard.</source>
        <translation>Noch ist nichts bekannt: das Feld wurde noch nicht gehört.</translation>
    </message>
    <message>
        <source>Not solved: {reason}</source>
        <translation>Nicht gerechnet: {reason}</translation>
    </message>
</context>
<context>
    <name>ResultTables</name>
    <message>
        <source>Result tables</source>
        <translation>Ergebnistabellen</translation>
    </message>
    <message>
        <source>Violations</source>
        <translation>Grenzverletzungen</translation>
    </message>
    <message>
        <source>Buses</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Branches</source>
        <translation>Zweige</translation>
    </message>
    <message>
        <source>Switches</source>
        <translation>Schalter</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>Verluste</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>Kunden</translation>
    </message>
    <message>
        <source>Feeders</source>
        <translation>Abgänge</translation>
    </message>
    <message>
        <source>Losses of all branches of each feeder</source>
        <translation>Verluste aller Zweige jedes Abgangs</translation>
    </message>
    <message>
        <source>Levels</source>
        <translation>Ebenen</translation>
    </message>
    <message>
        <source>Losses by voltage level; transformers stand between two</source>
        <translation>Verluste nach Spannungsebene; Transformatoren stehen zwischen zweien</translation>
    </message>
    <message>
        <source>Elements</source>
        <translation>Betriebsmittel</translation>
    </message>
    <message>
        <source>Each line and transformer, greatest losses first</source>
        <translation>Jede Leitung und jeder Transformator, größte Verluste zuerst</translation>
    </message>
    <message>
        <source>Totals</source>
        <translation>Summen</translation>
    </message>
    <message>
        <source>The network as a whole, before and after the changes</source>
        <translation>Das Netz als Ganzes, vor und nach den Änderungen</translation>
    </message>
    <message>
        <source>Voltages, greatest difference first</source>
        <translation>Spannungen, größter Unterschied zuerst</translation>
    </message>
    <message>
        <source>Loadings and losses, greatest difference first</source>
        <translation>Auslastungen und Verluste, größter Unterschied zuerst</translation>
    </message>
    <message>
        <source>Limits that are broken, worst first</source>
        <translation>Verletzte Grenzen, schwerste zuerst</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>What this study changed, in order</source>
        <translation>Was diese Studie geändert hat, der Reihe nach</translation>
    </message>
    <message>
        <source>Voltage of every bus</source>
        <translation>Spannung jedes Knotens</translation>
    </message>
    <message>
        <source>Flow and loading of every line and transformer</source>
        <translation>Fluss und Auslastung jeder Leitung und jedes Transformators</translation>
    </message>
    <message>
        <source>Position of every switch</source>
        <translation>Stellung jedes Schalters</translation>
    </message>
    <message>
        <source>Where the losses arise</source>
        <translation>Wo die Verluste entstehen</translation>
    </message>
    <message>
        <source>Before and after the changes of this study</source>
        <translation>Vor und nach den Änderungen dieser Studie</translation>
    </message>
    <message>
        <source>Who is supplied and who is not</source>
        <translation>Wer versorgt ist und wer nicht</translation>
    </message>
    <message>
        <source>Nothing is known yet: the field has not been heard.</source>
        <translation>Noch ist nichts bekannt: das Feld wurde noch nicht gehört.</translation>
    </message>
    <message>
        <source>Not solved: {reason}</source>
        <translation>Nicht gerechnet: {reason}</translation>
    </message>
    <message>
        <source>Violations {count} + ?</source>
        <translation>Verletzungen {count} + ?</translation>
    </message>
    <message>
        <source>No network is open. Open one to see its values here.</source>
        <translation>Es ist kein Netz offen. Nach dem Öffnen stehen seine Werte hier.</translation>
    </message>
    <message>
        <source>No changes yet. The state before and after them is compared here.</source>
        <translation>Noch keine Änderungen. Hier wird der Zustand davor mit dem danach verglichen.</translation>
    </message>
    <message>
        <source>The state before the changes is being calculated …</source>
        <translation>Der Zustand vor den Änderungen wird gerechnet …</translation>
    </message>
</context>
<context>
    <name>RunningList</name>
    <message>
        <source>WITHOUT SUPPLY NOW · NOT YET IN THE INDICES</source>
        <translation>JETZT UNVERSORGT · NOCH NICHT IN DEN KENNZAHLEN</translation>
    </message>
    <message>
        <source>Nobody.</source>
        <translation>Niemand.</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>und {count} weitere</translation>
    </message>
    <message>
        <source>{title}: show the incident</source>
        <translation>{title}: Störung zeigen</translation>
    </message>
</context>
<context>
    <name>SafetyDesk</name>
    <message>
        <source>Nobody knows where the place of work is: locate the fault first.</source>
        <translation>Die Arbeitsstelle ist nicht bekannt: erst den Fehler orten.</translation>
    </message>
    <message>
        <source>{place} is not in the network.</source>
        <translation>{place} ist nicht im Netz.</translation>
    </message>
    <message>
        <source>{document} still needs its earths: cancel it first.</source>
        <translation>{document} braucht die Erdungen noch: erst aufheben.</translation>
    </message>
</context>
<context>
    <name>ScaleBar</name>
    <message>
        <source>Scale of the map</source>
        <translation>Maßstab der Karte</translation>
    </message>
</context>
<context>
    <name>ScenarioDialog</name>
    <message>
        <source>Plan over scenarios</source>
        <translation>Plan über Szenarien</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Planen</translation>
    </message>
    <message>
        <source>One plan for all scenarios: taps, capacitor steps, storage modes, turbine and purchase are decided once; everything else may differ from scenario to scenario.</source>
        <translation>Ein Plan für alle Szenarien: Stufen, Kondensatorstufen, Speicherbetrieb, Turbine und Bezug werden einmal entschieden; alles andere darf von Szenario zu Szenario verschieden sein.</translation>
    </message>
    <message>
        <source>Scenarios</source>
        <translation>Szenarien</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>Höchstens</translation>
    </message>
</context>
<context>
    <name>SearchPopup</name>
    <message>
        <source>Name, id or kind: bus, switch, line, load, customer …</source>
        <translation>Name, Kennung oder Art: Knoten, Schalter, Leitung, Last, Kunde …</translation>
    </message>
    <message>
        <source>Find equipment</source>
        <translation>Betriebsmittel suchen</translation>
    </message>
    <message>
        <source>Every word must occur in the name, the id or the kind</source>
        <translation>Jedes Wort muss in Name, Kennung oder Art vorkommen</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>switch</source>
        <translation>Schalter</translation>
    </message>
    <message>
        <source>breaker</source>
        <translation>Leistungsschalter</translation>
    </message>
    <message>
        <source>load-break switch</source>
        <translation>Lasttrennschalter</translation>
    </message>
    <message>
        <source>disconnector</source>
        <translation>Trennschalter</translation>
    </message>
    <message>
        <source>recloser</source>
        <translation>Recloser</translation>
    </message>
    <message>
        <source>fuse</source>
        <translation>Sicherung</translation>
    </message>
    <message>
        <source>tie</source>
        <translation>Kuppelstelle</translation>
    </message>
    <message>
        <source>bus</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>line</source>
        <translation>Leitung</translation>
    </message>
    <message>
        <source>transformer</source>
        <translation>Transformator</translation>
    </message>
    <message>
        <source>three-winding transformer</source>
        <translation>Dreiwicklungstransformator</translation>
    </message>
    <message>
        <source>load</source>
        <translation>Last</translation>
    </message>
    <message>
        <source>generation</source>
        <translation>Erzeugung</translation>
    </message>
    <message>
        <source>storage</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>generator</source>
        <translation>Generator</translation>
    </message>
    <message>
        <source>capacitor or reactor</source>
        <translation>Kondensator oder Drossel</translation>
    </message>
    <message>
        <source>external grid</source>
        <translation>vorgelagertes Netz</translation>
    </message>
    <message>
        <source>load by phase</source>
        <translation>Last je Leiter</translation>
    </message>
    <message>
        <source>generation by phase</source>
        <translation>Erzeugung je Leiter</translation>
    </message>
    <message>
        <source>impedance</source>
        <translation>Impedanz</translation>
    </message>
    <message>
        <source>customer</source>
        <translation>Kunde</translation>
    </message>
    <message>
        <source>Reading the names of this network …</source>
        <translation>Die Namen dieses Netzes werden gelesen …</translation>
    </message>
    <message>
        <source>Type a part of a name; Enter selects it and flies there.</source>
        <translation>Einen Teil des Namens tippen; Eingabe wählt aus und fliegt dorthin.</translation>
    </message>
    <message>
        <source>Nothing has “{text}” in its name, id or kind.</source>
        <translation>Nichts hat „{text}“ in Name, Kennung oder Art.</translation>
    </message>
</context>
<context>
    <name>SelectionLinks</name>
    <message>
        <source>This equipment could not be described; the log says why.</source>
        <translation>Dieses Betriebsmittel konnte nicht beschrieben werden; das Protokoll sagt, warum.</translation>
    </message>
    <message>
        <source>Select something on a solved network first.</source>
        <translation>Erst etwas in einem gerechneten Netz auswählen.</translation>
    </message>
    <message>
        <source>There is no way to a source from here.</source>
        <translation>Von hier führt kein Weg zu einer Quelle.</translation>
    </message>
    <message>
        <source>{count} buses to the source</source>
        <translation>{count} Knoten bis zur Quelle</translation>
    </message>
    <message>
        <source>{count} buses downstream</source>
        <translation>{count} Knoten dahinter</translation>
    </message>
</context>
<context>
    <name>SentencesDialog</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
</context>
<context>
    <name>SetpointModel</name>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>Setpoint</source>
        <translation>Sollwert</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Differenz</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
</context>
<context>
    <name>SetpointTable</name>
    <message>
        <source>Setpoints of the step</source>
        <translation>Sollwerte des Schritts</translation>
    </message>
</context>
<context>
    <name>SharedSimulator</name>
    <message>
        <source>Other consoles of this site cannot join the simulator: {reason}</source>
        <translation>Andere Konsolen dieses Orts können sich dem Simulator nicht anschließen: {reason}</translation>
    </message>
</context>
<context>
    <name>SimulatedField</name>
    <message>
        <source>simulator</source>
        <translation>Simulator</translation>
    </message>
</context>
<context>
    <name>SimulatorProcess</name>
    <message>
        <source>The simulator could not be started: {reason}</source>
        <translation>Der Simulator konnte nicht gestartet werden: {reason}</translation>
    </message>
    <message>
        <source>it said nothing</source>
        <translation>er hat nichts gemeldet</translation>
    </message>
    <message>
        <source>The simulator ended (code {code}) and is started again.</source>
        <translation>Der Simulator endete (Code {code}) und wird neu gestartet.</translation>
    </message>
</context>
<context>
    <name>SiteWords</name>
    <message>
        <source>Information</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Forbids nothing.</source>
        <translation>Verbietet nichts.</translation>
    </message>
    <message>
        <source>Caution</source>
        <translation>Vorsicht</translation>
    </message>
    <message>
        <source>Must be read and confirmed before operating.</source>
        <translation>Muss vor dem Schalten gelesen und bestätigt werden.</translation>
    </message>
    <message>
        <source>Do not operate</source>
        <translation>Nicht schalten</translation>
    </message>
    <message>
        <source>Forbids every operation of the device.</source>
        <translation>Verbietet jedes Schalten des Geräts.</translation>
    </message>
    <message>
        <source>Reclosing off</source>
        <translation>Wiedereinschaltung aus</translation>
    </message>
    <message>
        <source>Reclosing must stay off.</source>
        <translation>Die Wiedereinschaltung muss aus bleiben.</translation>
    </message>
    <message>
        <source>Live-line work</source>
        <translation>Arbeiten unter Spannung</translation>
    </message>
    <message>
        <source>Reclosing stays off, and nothing is closed after a trip.</source>
        <translation>Die Wiedereinschaltung bleibt aus, und nach einer Auslösung wird nichts geschlossen.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Geschlossen</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
</context>
<context>
    <name>SolvingClient</name>
    <message>
        <source>Load flow</source>
        <translation>Lastfluss</translation>
    </message>
    <message>
        <source>The solver lost the network again and again; open it anew.</source>
        <translation>Der Rechner hat das Netz mehrmals verloren; es bitte neu öffnen.</translation>
    </message>
    <message>
        <source>Comparing with the reference engine</source>
        <translation>Vergleich mit dem Vergleichsrechner</translation>
    </message>
</context>
<context>
    <name>StepTable</name>
    <message>
        <source>Steps of the switching order</source>
        <translation>Schritte des Schaltauftrags</translation>
    </message>
    <message>
        <source>it is {state}</source>
        <translation>Zustand: {state}</translation>
    </message>
    <message>
        <source>the order can no longer be changed</source>
        <translation>der Schaltauftrag ist nicht mehr zu ändern</translation>
    </message>
    <message>
        <source>Show on the diagram</source>
        <translation>Im Netzbild zeigen</translation>
    </message>
    <message>
        <source>Take this step out</source>
        <translation>Diesen Schritt herausnehmen</translation>
    </message>
</context>
<context>
    <name>Stepping</name>
    <message>
        <source>The order is not being carried out.</source>
        <translation>Der Auftrag wird nicht ausgeführt.</translation>
    </message>
    <message>
        <source>It is carried out at {console}.</source>
        <translation>Er wird an {console} ausgeführt.</translation>
    </message>
    <message>
        <source>{name} is operated on site: tell a crew.</source>
        <translation>{name} wird vor Ort geschaltet: einem Trupp sagen.</translation>
    </message>
    <message>
        <source>Step {number} is under way.</source>
        <translation>Schritt {number} läuft.</translation>
    </message>
    <message>
        <source>More is known of the fault: what is left is being proven anew.</source>
        <translation>Über den Fehler ist mehr bekannt: der Rest wird neu geprüft.</translation>
    </message>
    <message>
        <source>Halted: {reason}</source>
        <translation>Angehalten: {reason}</translation>
    </message>
</context>
<context>
    <name>StepsAhead</name>
    <message>
        <source>Load flow of a step ahead</source>
        <translation>Lastfluss eines kommenden Schritts</translation>
    </message>
    <message>
        <source>The worker lost the plan again and again; choose the step once more.</source>
        <translation>Der Arbeitsprozess verlor den Plan mehrmals; den Schritt noch einmal wählen.</translation>
    </message>
</context>
<context>
    <name>StudyCommands</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Network</source>
        <translation>&amp;Netz</translation>
    </message>
    <message>
        <source>No study is open.</source>
        <translation>Es ist keine Studie offen.</translation>
    </message>
    <message>
        <source>There is nothing to take back or make again.</source>
        <translation>Es gibt nichts zurückzunehmen oder zu wiederholen.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>The network has no profiles.</source>
        <translation>Das Netz hat keine Profile.</translation>
    </message>
    <message>
        <source>Select a switch first.</source>
        <translation>Erst einen Schalter auswählen.</translation>
    </message>
    <message>
        <source>{task}: cancelled; everything stays as it was</source>
        <translation>{task}: abgebrochen; alles bleibt, wie es war</translation>
    </message>
    <message>
        <source>{count} findings in {source}</source>
        <translation>{count} Befunde in {source}</translation>
    </message>
    <message>
        <source>This change concerns the whole network.</source>
        <translation>Diese Änderung betrifft das ganze Netz.</translation>
    </message>
    <message>
        <source>The whole year</source>
        <translation>Das ganze Jahr</translation>
    </message>
</context>
<context>
    <name>StudySession</name>
    <message>
        <source>Remove “{change}”</source>
        <translation>„{change}“ herausnehmen</translation>
    </message>
    <message>
        <source>Keep the first {count} changes</source>
        <translation>Die ersten {count} Änderungen behalten</translation>
    </message>
    <message>
        <source>Move on the diagram</source>
        <translation>Im Netzbild verschieben</translation>
    </message>
    <message>
        <source>Automatic layout</source>
        <translation>Automatische Anordnung</translation>
    </message>
</context>
<context>
    <name>StudyTabs</name>
    <message>
        <source>Open studies</source>
        <translation>Offene Studien</translation>
    </message>
    <message>
        <source>{name}, {count} changes</source>
        <translation>{name}, {count} Änderungen</translation>
    </message>
    <message>
        <source>Close {name}</source>
        <translation>{name} schließen</translation>
    </message>
</context>
<context>
    <name>SuspectRow</name>
    <message>
        <source>for: {reason}</source>
        <translation>dafür: {reason}</translation>
    </message>
    <message>
        <source>against: {reason}</source>
        <translation>dagegen: {reason}</translation>
    </message>
    <message>
        <source>Hide the evidence (Left)</source>
        <translation>Hinweise verbergen (Links)</translation>
    </message>
    <message>
        <source>Show all evidence (Right)</source>
        <translation>Alle Hinweise zeigen (Rechts)</translation>
    </message>
    <message>
        <source>No evidence speaks for or against it</source>
        <translation>Kein Hinweis spricht dafür oder dagegen</translation>
    </message>
</context>
<context>
    <name>TagDialog</name>
    <message>
        <source>Tags of {name}</source>
        <translation>Kennzeichen von {name}</translation>
    </message>
    <message>
        <source>Only its holder, or the person named as relief, lifts a tag.</source>
        <translation>Nur der Inhaber oder die als Ablösung genannte Person hebt ein Kennzeichen auf.</translation>
    </message>
    <message>
        <source>Place tag</source>
        <translation>Kennzeichen setzen</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>work order, crew, what for</source>
        <translation>Arbeitsauftrag, Trupp, wofür</translation>
    </message>
    <message>
        <source>Relief</source>
        <translation>Ablösung</translation>
    </message>
    <message>
        <source>Who else may lift this tag</source>
        <translation>Wer dieses Kennzeichen noch aufheben darf</translation>
    </message>
    <message>
        <source>Relief (optional)</source>
        <translation>Ablösung (freiwillig)</translation>
    </message>
    <message>
        <source>Place another</source>
        <translation>Ein weiteres setzen</translation>
    </message>
    <message>
        <source>Place a tag</source>
        <translation>Ein Kennzeichen setzen</translation>
    </message>
    <message>
        <source>A reason is missing: say why, in a few words.</source>
        <translation>Der Grund fehlt: bitte in wenigen Worten sagen, warum.</translation>
    </message>
    <message>
        <source>Nobody is called {name}: choose one of the list.</source>
        <translation>Niemand heißt {name}: bitte aus der Liste wählen.</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Kennzeichen</translation>
    </message>
    <message>
        <source>Holder</source>
        <translation>Inhaber</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Tags on this device</source>
        <translation>Kennzeichen an diesem Gerät</translation>
    </message>
    <message>
        <source>No tag on this device.</source>
        <translation>Kein Kennzeichen an diesem Gerät.</translation>
    </message>
    <message>
        <source>Lift this tag</source>
        <translation>Dieses Kennzeichen aufheben</translation>
    </message>
    <message>
        <source>Name its relief</source>
        <translation>Ablösung benennen</translation>
    </message>
    <message>
        <source>The person chosen as relief below may lift this tag too; an empty choice ends that</source>
        <translation>Wer unten als Ablösung gewählt ist, darf diesen Anhänger auch abnehmen; eine leere Wahl beendet das</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>{holder} or {relief}</source>
        <translation>{holder} oder {relief}</translation>
    </message>
    <message>
        <source>Only {who} may lift it.</source>
        <translation>Nur {who} darf es aufheben.</translation>
    </message>
</context>
<context>
    <name>Tasks</name>
    <message>
        <source>The calculation</source>
        <translation>Die Rechnung</translation>
    </message>
    <message>
        <source>{task} needs more memory than there is; close other programs or choose a smaller span</source>
        <translation>{task} braucht mehr Speicher, als da ist; andere Programme schließen oder eine kürzere Spanne wählen</translation>
    </message>
    <message>
        <source>{task} was ended by the system, most likely for want of memory; the program goes on, try again</source>
        <translation>{task} wurde vom System beendet, wohl aus Mangel an Speicher; das Programm läuft weiter, bitte noch einmal</translation>
    </message>
    <message>
        <source>{task} ended unexpectedly ({cause}); the program goes on, try again</source>
        <translation>{task} endete unerwartet ({cause}); das Programm läuft weiter, bitte noch einmal</translation>
    </message>
    <message>
        <source>{task} could not run: no calculation process starts ({cause}); restart the program</source>
        <translation>{task} konnte nicht laufen: kein Rechenprozess startet ({cause}); das Programm neu starten</translation>
    </message>
    <message>
        <source>{task} failed by a fault of the program ({cause})</source>
        <translation>{task} ist an einem Fehler des Programms gescheitert ({cause})</translation>
    </message>
</context>
<context>
    <name>TimeAxis</name>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Step forward through the profiles (Space)</source>
        <translation>Schritt für Schritt durch die Profile (Leertaste)</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Steps a second while playing</source>
        <translation>Schritte je Sekunde beim Abspielen</translation>
    </message>
    <message>
        <source>Jump to</source>
        <translation>Springen zu</translation>
    </message>
    <message>
        <source>Go to a telling moment or any date</source>
        <translation>Zu einem bezeichnenden Zeitpunkt oder beliebigen Datum gehen</translation>
    </message>
    <message>
        <source>Pick a date…</source>
        <translation>Datum wählen…</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>aufgezeichnet</translation>
    </message>
    <message>
        <source>profiles</source>
        <translation>Profile</translation>
    </message>
    <message>
        <source>plan</source>
        <translation>Plan</translation>
    </message>
    <message numerus="yes">
        <source>%n step(s) a second</source>
        <translation>
            <numerusform>%n Schritt je Sekunde</numerusform>
            <numerusform>%n Schritte je Sekunde</numerusform>
        </translation>
    </message>
    <message>
        <source>Winter evening</source>
        <translation>Winterabend</translation>
    </message>
    <message>
        <source>Winter night</source>
        <translation>Winternacht</translation>
    </message>
    <message>
        <source>Summer noon</source>
        <translation>Sommermittag</translation>
    </message>
    <message>
        <source>Summer evening</source>
        <translation>Sommerabend</translation>
    </message>
    <message>
        <source>Spring Sunday noon</source>
        <translation>Frühlingssonntag, mittags</translation>
    </message>
</context>
<context>
    <name>TimeTrack</name>
    <message>
        <source>Time axis</source>
        <translation>Zeitachse</translation>
    </message>
    <message>
        <source>nominal values</source>
        <translation>Nennwerte</translation>
    </message>
    <message>
        <source>Shown: {time}</source>
        <translation>Gezeigt: {time}</translation>
    </message>
    <message>
        <source>Drag to another moment; the wheel widens; arrows step, Shift an hour, Page a day</source>
        <translation>Zu einem anderen Zeitpunkt ziehen; das Rad weitet; Pfeile gehen einen Schritt, Umschalt eine Stunde, Bild einen Tag</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>nominal values · drag to a moment of the profiles</source>
        <translation>Nennwerte · zu einem Zeitpunkt der Profile ziehen</translation>
    </message>
</context>
<context>
    <name>TrendChart</name>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>Chart of trends</source>
        <translation>Verlaufsdiagramm</translation>
    </message>
    <message>
        <source>Left and right move the cursor, with Shift cursor B, with Ctrl the span; plus and minus zoom; Home follows the present; Escape takes the cursors away</source>
        <translation>Links und rechts bewegen die Marke, mit Umschalt Marke B, mit Strg die Spanne; Plus und Minus zoomen; Pos1 folgt der Gegenwart; Esc nimmt die Marken weg</translation>
    </message>
</context>
<context>
    <name>TrendToolbar</name>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>Follow the present again (Home)</source>
        <translation>Wieder der Gegenwart folgen (Pos1)</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>What each point says now and at the cursors</source>
        <translation>Was jeder Punkt jetzt und an den Marken sagt</translation>
    </message>
    <message>
        <source>Add point…</source>
        <translation>Punkt hinzufügen…</translation>
    </message>
    <message>
        <source>Choose a point by its name (Insert)</source>
        <translation>Einen Punkt nach seinem Namen wählen (Einfg)</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>Points that were kept together under a name</source>
        <translation>Punkte, die unter einem Namen zusammen aufgehoben sind</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>What is shown, as a table or a picture</source>
        <translation>Was gezeigt wird, als Tabelle oder Bild</translation>
    </message>
    <message>
        <source>How long a span is shown (plus and minus on the chart)</source>
        <translation>Wie lang die gezeigte Spanne ist (Plus und Minus im Diagramm)</translation>
    </message>
    <message>
        <source>The last {span}, following the present</source>
        <translation>Die letzten {span}, der Gegenwart folgend</translation>
    </message>
    <message>
        <source>Values as a table (CSV)…</source>
        <translation>Werte als Tabelle (CSV)…</translation>
    </message>
    <message>
        <source>Picture (PNG)…</source>
        <translation>Bild (PNG)…</translation>
    </message>
    <message>
        <source>There is nothing to take away yet.</source>
        <translation>Es gibt noch nichts mitzunehmen.</translation>
    </message>
    <message>
        <source>No group was kept yet</source>
        <translation>Noch ist keine Gruppe aufgehoben</translation>
    </message>
    <message>
        <source>Keep these points as a group…</source>
        <translation>Diese Punkte als Gruppe aufheben…</translation>
    </message>
    <message>
        <source>Delete a group</source>
        <translation>Eine Gruppe löschen</translation>
    </message>
    <message>
        <source>Empty the chart</source>
        <translation>Diagramm leeren</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>Hinzufügen…</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
</context>
<context>
    <name>TrendView</name>
    <message>
        <source>Trends</source>
        <translation>Verläufe</translation>
    </message>
    <message>
        <source>Drag equipment from the diagram or rows of the points table here, or select something and press T. Up to {most} points are drawn against each other.</source>
        <translation>Ziehen Sie Betriebsmittel aus dem Netzbild oder Zeilen der Punktetabelle hierher, oder wählen Sie etwas aus und drücken Sie T. Bis zu {most} Punkte werden gegeneinander gezeichnet.</translation>
    </message>
    <message>
        <source>Add point…</source>
        <translation>Punkt hinzufügen…</translation>
    </message>
</context>
<context>
    <name>Trends</name>
    <message>
        <source>Trends</source>
        <translation>Verläufe</translation>
    </message>
    <message>
        <source>loading …</source>
        <translation>wird geladen …</translation>
    </message>
    <message>
        <source>Points of the field over time, against each other</source>
        <translation>Punkte des Feldes über der Zeit, gegeneinander</translation>
    </message>
    <message>
        <source>Show trend</source>
        <translation>Verlauf zeigen</translation>
    </message>
    <message>
        <source>Draw the measured values of what is selected over time</source>
        <translation>Die Messwerte des Ausgewählten über der Zeit zeichnen</translation>
    </message>
    <message>
        <source>{count} points had no room: the chart draws {most}. Take others off it first.</source>
        <translation>{count} Punkte hatten keinen Platz: Das Diagramm zeichnet {most}. Nehmen Sie zuerst andere heraus.</translation>
    </message>
    <message>
        <source>{name} reports no values: there is nothing to draw.</source>
        <translation>{name} meldet keine Werte: Es gibt nichts zu zeichnen.</translation>
    </message>
    <message>
        <source>All {count} measured values</source>
        <translation>Alle {count} Messwerte</translation>
    </message>
    <message>
        <source>Select equipment first: its values are then drawn over time.</source>
        <translation>Wählen Sie zuerst ein Betriebsmittel aus: Seine Werte werden dann über der Zeit gezeichnet.</translation>
    </message>
    <message>
        <source>{count} points of the group “{name}” are not in this network any more.</source>
        <translation>{count} Punkte der Gruppe „{name}“ sind nicht mehr in diesem Netz.</translation>
    </message>
    <message>
        <source>Keep as a group</source>
        <translation>Als Gruppe aufheben</translation>
    </message>
    <message>
        <source>Name of the group; one of the same name is replaced</source>
        <translation>Name der Gruppe; eine gleichen Namens wird ersetzt</translation>
    </message>
    <message>
        <source>Kept as group “{name}”</source>
        <translation>Als Gruppe „{name}“ aufgehoben</translation>
    </message>
    <message>
        <source>Comma separated (*.csv)</source>
        <translation>Kommagetrennt (*.csv)</translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation>Bild (*.png)</translation>
    </message>
    <message>
        <source>Export trends</source>
        <translation>Verläufe exportieren</translation>
    </message>
    <message>
        <source>Exported to {path}</source>
        <translation>Exportiert nach {path}</translation>
    </message>
    <message>
        <source>{path} cannot be written; choose another folder or close the file</source>
        <translation>{path} kann nicht geschrieben werden; wählen Sie einen anderen Ordner oder schließen Sie die Datei</translation>
    </message>
</context>
<context>
    <name>TrustDialog</name>
    <message>
        <source>Certificates of field servers</source>
        <translation>Zertifikate der Feldserver</translation>
    </message>
    <message>
        <source>A server is believed once a person has compared its fingerprint with its owner. A certificate that has expired, is not yet valid or too weak can be approved by nobody.</source>
        <translation>Einem Server wird vertraut, sobald eine Person seinen Fingerabdruck mit dem Betreiber verglichen hat. Ein Zertifikat, das abgelaufen, noch nicht gültig oder zu schwach ist, kann niemand freigeben.</translation>
    </message>
    <message>
        <source>Certificates</source>
        <translation>Zertifikate</translation>
    </message>
    <message>
        <source>Details of the certificate</source>
        <translation>Einzelheiten des Zertifikats</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Freigeben</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>The server is refused until its certificate is approved again</source>
        <translation>Der Server wird abgewiesen, bis sein Zertifikat wieder freigegeben ist</translation>
    </message>
    <message>
        <source>approved</source>
        <translation>freigegeben</translation>
    </message>
    <message>
        <source>waits for approval</source>
        <translation>wartet auf Freigabe</translation>
    </message>
    <message>
        <source>No server has shown a certificate yet.</source>
        <translation>Noch hat kein Server ein Zertifikat gezeigt.</translation>
    </message>
    <message>
        <source>Subject: {text}</source>
        <translation>Inhaber: {text}</translation>
    </message>
    <message>
        <source>Issuer: {text}</source>
        <translation>Aussteller: {text}</translation>
    </message>
    <message>
        <source>Valid: {begin} to {end} UTC</source>
        <translation>Gültig: {begin} bis {end} UTC</translation>
    </message>
    <message>
        <source>Issued for: {text}</source>
        <translation>Ausgestellt für: {text}</translation>
    </message>
    <message>
        <source>SHA-256: {text}</source>
        <translation>SHA-256: {text}</translation>
    </message>
</context>
<context>
    <name>UsersDialog</name>
    <message>
        <source>Viewer</source>
        <translation>Beobachter</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Bediener</translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation>Schichtleiter</translation>
    </message>
    <message>
        <source>Engineer</source>
        <translation>Ingenieur</translation>
    </message>
    <message>
        <source>Instructor</source>
        <translation>Ausbilder</translation>
    </message>
</context>
<context>
    <name>ValueTable</name>
    <message>
        <source>no value</source>
        <translation>kein Wert</translation>
    </message>
    <message>
        <source>within limits</source>
        <translation>in den Grenzen</translation>
    </message>
    <message>
        <source>low</source>
        <translation>gering</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>mittel</translation>
    </message>
    <message>
        <source>high</source>
        <translation>hoch</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filter of the rows</source>
        <translation>Filter der Zeilen</translation>
    </message>
    <message>
        <source>Rows with all these words; conditions such as voltage&lt;0.95 or loading&gt;80 count too. Esc clears.</source>
        <translation>Zeilen mit allen diesen Wörtern; auch Bedingungen wie spannung&lt;0.95 oder auslastung&gt;80. Esc leert.</translation>
    </message>
    <message>
        <source>Rows that pass the filter, of all rows</source>
        <translation>Zeilen, die der Filter durchlässt, von allen</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Ausgeben</translation>
    </message>
    <message>
        <source>Export this table</source>
        <translation>Diese Tabelle ausgeben</translation>
    </message>
    <message>
        <source>Write the rows shown here, in this order, to a file (CSV or Excel)</source>
        <translation>Die hier gezeigten Zeilen in dieser Folge in eine Datei schreiben (CSV oder Excel)</translation>
    </message>
    <message>
        <source>No row matches “{text}”.</source>
        <translation>Keine Zeile passt zu „{text}“.</translation>
    </message>
    <message>
        <source>Not known: what is calculated is old.</source>
        <translation>Nicht bekannt: das Berechnete ist veraltet.</translation>
    </message>
    <message>
        <source>Nothing where values are of now; not known where they are old.</source>
        <translation>Nichts, wo Werte von jetzt sind; nicht bekannt, wo sie veraltet sind.</translation>
    </message>
    <message>
        <source>Nothing to show yet.</source>
        <translation>Noch nichts zu zeigen.</translation>
    </message>
    <message>
        <source>{shown} of {total} rows</source>
        <translation>{shown} von {total} Zeilen</translation>
    </message>
    <message>
        <source>{total} rows</source>
        <translation>{total} Zeilen</translation>
    </message>
    <message>
        <source>{title}: quality</source>
        <translation>{title}: Güte</translation>
    </message>
    <message>
        <source>{count} rows copied</source>
        <translation>{count} Zeilen kopiert</translation>
    </message>
    <message>
        <source>Workbook (*.xlsx);;Comma separated (*.csv)</source>
        <translation>Arbeitsmappe (*.xlsx);;Durch Komma getrennt (*.csv)</translation>
    </message>
    <message>
        <source>Export table</source>
        <translation>Tabelle ausgeben</translation>
    </message>
    <message>
        <source>Exported to {path}</source>
        <translation>Ausgegeben nach {path}</translation>
    </message>
    <message>
        <source>Show on the diagram	F</source>
        <translation>Im Netzbild zeigen	F</translation>
    </message>
    <message>
        <source>Go to the equipment of this row</source>
        <translation>Zum Betriebsmittel dieser Zeile gehen</translation>
    </message>
    <message>
        <source>Copy rows	Ctrl+C</source>
        <translation>Zeilen kopieren	Strg+C</translation>
    </message>
    <message>
        <source>Export table …</source>
        <translation>Tabelle ausgeben …</translation>
    </message>
</context>
<context>
    <name>ViewCommands</name>
    <message>
        <source>Find any equipment and fly to it</source>
        <translation>Ein beliebiges Betriebsmittel finden und dorthin fliegen</translation>
    </message>
    <message>
        <source>Find…</source>
        <translation>Suchen…</translation>
    </message>
</context>
<context>
    <name>VoltageProfile</name>
    <message>
        <source>No load flow yet: press F5.</source>
        <translation>Noch kein Lastfluss: F5 drücken.</translation>
    </message>
    <message>
        <source>Voltage profile</source>
        <translation>Spannungsverlauf</translation>
    </message>
    <message>
        <source>Voltage in pu against the distance from the bar, by feeder</source>
        <translation>Spannung in pu über dem Abstand von der Sammelschiene, nach Abgang</translation>
    </message>
    <message>
        <source>Nothing to draw, the load flow has no solution: {cause}</source>
        <translation>Nichts zu zeichnen, der Lastfluss hat keine Lösung: {cause}</translation>
    </message>
    <message>
        <source>No feeder leaves a bar with voltage.</source>
        <translation>Kein Abgang verlässt eine Sammelschiene mit Spannung.</translation>
    </message>
    <message>
        <source>Estimated voltage, 95 of 100 lie within</source>
        <translation>Geschätzte Spannung, 95 von 100 liegen darin</translation>
    </message>
    <message>
        <source>km</source>
        <translation>km</translation>
    </message>
    <message>
        <source>bar</source>
        <translation>Sammelschiene</translation>
    </message>
    <message>
        <source>
estimated {voltage} ± {reach} pu</source>
        <translation>
geschätzt {voltage} ± {reach} pu</translation>
    </message>
    <message>
        <source>{name}: {voltage} pu at {distance} km · {feeder}</source>
        <translation>{name}: {voltage} pu bei {distance} km · {feeder}</translation>
    </message>
    <message>
        <source>
old: what it was calculated from is not heard any more</source>
        <translation>
veraltet: Woraus es berechnet wurde, wird nicht mehr empfangen</translation>
    </message>
</context>
<context>
    <name>Watching</name>
    <message>
        <source>{name} from {clock}, as measured</source>
        <translation>{name} ab {clock}, wie gemessen</translation>
    </message>
    <message>
        <source>from the real state at {clock}</source>
        <translation>vom wirklichen Zustand um {clock} aus</translation>
    </message>
</context>
<context>
    <name>WhatIfDialog</name>
    <message>
        <source>What if</source>
        <translation>Was wäre, wenn</translation>
    </message>
    <message>
        <source>Plan it</source>
        <translation>Planen</translation>
    </message>
    <message>
        <source>A second plan beside “{name}”; uncheck what is out of service, or change a price.</source>
        <translation>Ein zweiter Plan neben „{name}“; nehmen Sie den Haken von dem, was außer Betrieb ist, oder ändern Sie einen Preis.</translation>
    </message>
    <message>
        <source>In service</source>
        <translation>In Betrieb</translation>
    </message>
    <message>
        <source>Prices</source>
        <translation>Preise</translation>
    </message>
    <message>
        <source>Nothing is different: take a device out of service or change a price.</source>
        <translation>Nichts ist anders: nehmen Sie ein Gerät außer Betrieb oder ändern Sie einen Preis.</translation>
    </message>
</context>
<context>
    <name>WorkSection</name>
    <message>
        <source>Crews</source>
        <translation>Trupps</translation>
    </message>
    <message>
        <source>Nobody is on the way: there is no work order yet.</source>
        <translation>Niemand ist unterwegs: es gibt noch keinen Arbeitsauftrag.</translation>
    </message>
</context>
<context>
    <name>WorkspaceRail</name>
    <message>
        <source>Workspaces</source>
        <translation>Arbeitsbereiche</translation>
    </message>
</context>
<context>
    <name>Workspaces</name>
    <message>
        <source>Workspaces</source>
        <translation>Arbeitsbereiche</translation>
    </message>
</context>
<context>
    <name>_Cards</name>
    <message>
        <source>Incidents, worst first</source>
        <translation>Störungen, schlimmste zuerst</translation>
    </message>
    <message>
        <source>Plans, oldest first</source>
        <translation>Pläne, älteste zuerst</translation>
    </message>
</context>
<context>
    <name>_Completing</name>
    <message>
        <source>Equipment or quantity of the point</source>
        <translation>Betriebsmittel oder Größe des Datenpunkts</translation>
    </message>
</context>
<context>
    <name>_Measures</name>
    <message>
        <source>planned {value}</source>
        <translation>geplant {value}</translation>
    </message>
</context>
<context>
    <name>self.self</name>
    <message>
        <source>&amp;Alarms</source>
        <translation>&amp;Alarme</translation>
    </message>
</context>
</TS>
