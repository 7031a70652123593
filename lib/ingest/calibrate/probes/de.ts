/** Questions of general knowledge in German, a line each, that hardly any one book answers. */
export const probes = `
Wer hat die Decke der Sixtinischen Kapelle gemalt?
Wie lange muss ein Ei kochen, damit das Eigelb weich bleibt?
Was ist die Hauptstadt der Mongolei?
Warum schnurren Katzen, wenn man sie streichelt?
Wie viele Spieler hat eine Handballmannschaft?
Wann fiel die Berliner Mauer?
Was unterscheidet ein Krokodil von einem Alligator?
Wie bekomme ich einen Rotweinfleck aus dem Teppich?
Welcher Planet hat die meisten Monde?
Wer schrieb den Roman Die Blechtrommel?
Darf ich eine Powerbank im Handgepäck mitnehmen?
Was hilft gegen Schluckauf?
Wie hoch ist der Kilimandscharo?
Was macht ein Sommelier?
Welche Vitamine stecken in einer Kiwi?
Wie oft muss ich einen Kaktus gießen?
Was bedeutet Abseits im Fußball?
Warum ist der Himmel blau?
Wer war die erste Frau mit einem Nobelpreis?
Wie bindet man eine Fliege?
Wo verbringen Störche den Winter?
Wie viel Schlaf braucht ein sechsjähriges Kind?
Worum geht es in Romeo und Julia?
Aus welchen Instrumenten besteht ein Streichquartett?
Wie bringe ich einem Welpen bei, nicht zu beißen?
Was gehört in eine echte Carbonara?
Wie viele Knochen hat ein erwachsener Mensch?
Welcher ist der längste Fluss Asiens?
Wie erhitzt eine Mikrowelle das Essen?
Wann schneidet man Apfelbäume?
Welche Währung hat die Schweiz?
Wie sagt man Danke auf Japanisch?
Warum sind die Dinosaurier ausgestorben?
Was schenkt man zum zehnten Hochzeitstag?
Wie werde ich Fruchtfliegen in der Küche los?
Welches Land gewann die erste Fußballweltmeisterschaft?
Wie wird Champagner hergestellt?
Wie schnell darf man in Portugal auf der Autobahn fahren?
Wie wechselt man den Reifen eines Fahrrads?
Wer komponierte die Zauberflöte?
Wie alt wird eine Hauskatze im Durchschnitt?
Dürfen Hunde Trauben fressen?
Wie weit ist der Mond entfernt?
Was zieht man zu einem Vorstellungsgespräch bei einer Bank an?
Wie geht Sauerteigbrot besser auf?
Warum werden die Blätter im Herbst bunt?
Wie viele Saiten hat eine Geige?
Wer entdeckte das Penicillin?
Wie viele Einwohner hat Island?
Wie funktioniert die Rochade beim Schach?
Wie schlafen Wale?
Wie schreibt man einen Beileidsbrief?
Was ist der Unterschied zwischen Konfitüre und Marmelade?
Wie lange dauert der Flug von Frankfurt nach Sydney?
Ist die Tomate Obst oder Gemüse?
Wie beruhigt man nachts ein weinendes Baby?
Was ist das Nationalgericht von Peru?
Wie reinigt man eine Pfanne aus Gusseisen?
Warum gähnen wir?
Wie zieht man einen Splitter aus dem Finger?
Welche Sprache spricht man in Brasilien?
Welche ist die älteste Universität Europas?
Wie zieht man Tomaten auf dem Balkon?
Wie faltet man ein Spannbettlaken?
Was ist der Unterschied zwischen Hase und Kaninchen?
Welche Blutgruppe kann jedem spenden?
Warum muss man beim Zwiebelschneiden weinen?
Woran erkennt man eine reife Wassermelone?
Wann ist das nächste Schaltjahr?
Wie verhindere ich, dass meine Brille beschlägt?
Wie machen Bienen Honig?
Kann man Tapete überstreichen?
Warum ist der Turm von Pisa schief?
Was hilft gegen Sonnenbrand?
Welches Metall ist bei Raumtemperatur flüssig?
Wer gewann 1997 die Tour de France?
Wie schleift man Küchenmesser?
Wann ist die beste Reisezeit für Marokko?
Warum stehen Flamingos auf einem Bein?
Wie berechnet man die Fläche eines Kreises?
Wie lange kommt ein Kamel ohne Wasser aus?
Wie sage ich höflich eine Einladung ab?
Was ist ein gesunder Ruhepuls?
Wie entkalkt man einen Wasserkocher mit Essig?
Wie hoch ist der Mindestlohn in Spanien?
Wie findet man den Polarstern?
Warum schimmelt Brot?
Wie repariert man einen tropfenden Wasserhahn?
Wie viele Kalorien hat eine Banane?
Welche Länder grenzen an Österreich?
Woran erkennt man, ob ein Ei noch frisch ist?
Welcher Wein passt zu gegrilltem Fisch?
Wie höre ich auf zu schnarchen?
Wer hat das Telefon erfunden?
Was fressen Igel im Winter?
Wie kündige ich meine Mitgliedschaft im Fitnessstudio?
Wie starte ich ein eingefrorenes iPhone neu?
Wie viel kostet ein Reisepass für ein Kind?
Wann hat der Louvre geöffnet?
Wie ist das Wetter im März in Lissabon?`
