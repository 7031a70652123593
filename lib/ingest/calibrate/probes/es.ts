/** Questions of general knowledge in Spanish, a line each, that hardly any one book answers. */
export const probes = `
¿Quién pintó el techo de la Capilla Sixtina?
¿Cuánto tiempo se hierve un huevo para que la yema quede blanda?
¿Cuál es la capital de Mongolia?
¿Por qué ronronean los gatos cuando se los acaricia?
¿Cuántos jugadores tiene un equipo de balonmano?
¿Cuándo cayó el muro de Berlín?
¿En qué se diferencia un cocodrilo de un caimán?
¿Cómo quito una mancha de vino tinto de la alfombra?
¿Qué planeta tiene más lunas?
¿Quién escribió Cien años de soledad?
¿Puedo llevar una batería externa en el equipaje de mano?
¿Qué ayuda contra el hipo?
¿Qué altura tiene el Kilimanjaro?
¿Qué hace un sumiller?
¿Qué vitaminas tiene un kiwi?
¿Cada cuánto se riega un cactus?
¿Qué es el fuera de juego en el fútbol?
¿Por qué el cielo es azul?
¿Quién fue la primera mujer que ganó un premio Nobel?
¿Cómo se hace el nudo de una pajarita?
¿Dónde pasan el invierno las cigüeñas?
¿Cuántas horas debe dormir un niño de seis años?
¿De qué trata Romeo y Julieta?
¿Qué instrumentos forman un cuarteto de cuerda?
¿Cómo enseño a un cachorro a no morder?
¿Qué lleva una auténtica carbonara?
¿Cuántos huesos tiene un adulto?
¿Cuál es el río más largo de Asia?
¿Cómo calienta la comida un microondas?
¿Cuándo se podan los manzanos?
¿Qué moneda tiene Suiza?
¿Cómo se dice gracias en japonés?
¿Por qué se extinguieron los dinosaurios?
¿Qué se regala en el décimo aniversario de boda?
¿Cómo me deshago de las moscas de la fruta en la cocina?
¿Qué país ganó el primer Mundial de fútbol?
¿Cómo se elabora el champán?
¿A qué velocidad se puede ir por las autopistas de Portugal?
¿Cómo se cambia la rueda de una bicicleta?
¿Quién compuso La flauta mágica?
¿Cuántos años vive un gato doméstico?
¿Pueden los perros comer uvas?
¿A qué distancia está la Luna?
¿Qué me pongo para una entrevista de trabajo en un banco?
¿Cómo consigo que el pan de masa madre suba más?
¿Por qué cambian de color las hojas en otoño?
¿Cuántas cuerdas tiene un violín?
¿Quién descubrió la penicilina?
¿Cuántos habitantes tiene Islandia?
¿Cómo funciona el enroque en el ajedrez?
¿Cómo duermen las ballenas?
¿Cómo se escribe una carta de pésame?
¿Qué diferencia hay entre mermelada y confitura?
¿Cuánto dura el vuelo de Madrid a Sídney?
¿El tomate es una fruta o una verdura?
¿Cómo se calma a un bebé que llora por la noche?
¿Cuál es el plato nacional de Perú?
¿Cómo se limpia una sartén de hierro fundido?
¿Por qué bostezamos?
¿Cómo se saca una astilla del dedo?
¿Qué idioma se habla en Brasil?
¿Cuál es la universidad más antigua de Europa?
¿Cómo se cultivan tomates en un balcón?
¿Cómo se dobla una sábana bajera?
¿En qué se diferencian una liebre y un conejo?
¿Qué grupo sanguíneo es donante universal?
¿Por qué hacen llorar las cebollas?
¿Cómo se reconoce una sandía madura?
¿Cuándo es el próximo año bisiesto?
¿Cómo evito que se me empañen las gafas?
¿Cómo hacen la miel las abejas?
¿Se puede pintar sobre papel pintado?
¿Por qué está inclinada la torre de Pisa?
¿Qué ayuda contra las quemaduras del sol?
¿Qué metal es líquido a temperatura ambiente?
¿Quién ganó el Tour de Francia en 1995?
¿Cómo se afilan los cuchillos de cocina?
¿Cuál es la mejor época para viajar a Marruecos?
¿Por qué los flamencos se sostienen sobre una pata?
¿Cómo se calcula el área de un círculo?
¿Cuánto aguanta un camello sin agua?
¿Cómo rechazo una invitación con educación?
¿Cuál es un pulso en reposo saludable?
¿Cómo se descalcifica un hervidor con vinagre?
¿Cuál es el salario mínimo en Francia?
¿Cómo se encuentra la estrella polar?
¿Por qué se enmohece el pan?
¿Cómo se repara un grifo que gotea?
¿Cuántas calorías tiene un plátano?
¿Qué países limitan con Austria?
¿Cómo sé si un huevo todavía está fresco?
¿Qué vino va con el pescado a la parrilla?
¿Cómo dejo de roncar?
¿Quién inventó el teléfono?
¿Qué comen los erizos en invierno?
¿Cómo cancelo mi abono del gimnasio?
¿Cómo reinicio un iPhone bloqueado?
¿Cuánto cuesta el pasaporte de un niño?
¿Qué horario tiene el Louvre?
¿Qué tiempo hace en Lisboa en marzo?`
